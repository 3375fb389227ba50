"""Who should talk to whom: two-sided scores, and fair lists of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness import TextVectors, text_vectors
from skillsnet.core.matching.allocation import ScoredPairs, fair_lists
from skillsnet.core.matching.evidence import (
    ACROSS_REGIONS,
    MOST_ACROSS_REGIONS,
    NOT_STATED,
    PairEvidence,
    evidence_of,
    met_needs,
    strongest_pairs,
)
from skillsnet.core.matching.text_likeness import ComparableTexts, Integers, Reals
from skillsnet.core.matching.values import Party, Suggested
from skillsnet.core.netmap.graph import Links

LIST_SIZE: Final = 10
SMALL_PROJECTS: Final = 3
# How many pairs are looked at: all where there are few parties, and at least so many for each.
MOST_PAIRS: Final = 400_000
FEWEST_NEAREST: Final = 40
# What a party can have at best is the mean of its so many best.
BEST: Final = 10
# Where fewer of the suggestions lead into another region, the factor for them rises.
LEAST_ACROSS: Final = 0.6
FACTOR_STEP: Final = 0.05


@dataclass(frozen=True, eq=False)
class Suggestions:
    """Whom each of n parties is shown.

    Attributes
    ----------
    lists : tuple of tuple of Suggested
        One list for each party, the best for it first.
    best : array of float, shape (n,)
        How much speaks for the best that each party can have: what scores are relative to.
    region_factor : float
        What a score was multiplied by where two parties are in different regions.
    """

    lists: tuple[tuple[Suggested, ...], ...]
    best: Reals
    region_factor: float

    def shown_counts(self) -> Integers:
        """Return how many parties each is shown to; shape (n,)."""
        indexes = [suggested.index for items in self.lists for suggested in items]
        return np.bincount(np.array(indexes, dtype=np.int64), minlength=len(self.lists))


def suggest(
    parties: Sequence[Party], links: Links, *, k: int = LIST_SIZE, text: ComparableTexts | None = None
) -> Suggestions:
    """Return whom each party should talk to.

    Parameters
    ----------
    parties : sequence of Party
        n of them, with different keys.
    links : Links
        Who has worked, talked usefully or met with whom, by index. They are never suggested to each other.
    k : int
        Places in each list.
    text : ComparableTexts, optional
        The parties' texts; made by `text_vectors_of` where left out.

    Returns
    -------
    Suggestions

    Notes
    -----
    What speaks for a pair is summed up each way (`PairEvidence`), divided by the best that the one who is shown the
    other can have, and fused by the harmonic mean, so that a pair is good when it is good for both (Pizzato et al.
    2010; for the mean Palomares et al. 2021). Lists are fair by `fair_lists`. Time O(n²) up to 600 parties, then in
    proportion to 40 pairs for each beside the search for near texts. Deterministic.

    Examples
    --------
    >>> from skillsnet.core.matching import PartyText
    >>> words = ["Repair of solar pumps", "Solar pump repair school", "Cheese", "Goat cheese dairies"]
    >>> parties = [Party(key, (PartyText(text, "en"),)) for key, text in enumerate(words)]
    >>> shown = suggest(parties, Links.none(), k=1)
    >>> [[suggested.index for suggested in own] for own in shown.lists]
    [[1], [0], [3], [2]]
    """
    if not parties:
        return Suggestions((), np.zeros(0), ACROSS_REGIONS)
    vectors = text if text is not None else text_vectors_of(parties)
    return suggest_from(parties, links, evidence_of(parties, links, vectors), k=k)


def suggest_from(parties: Sequence[Party], links: Links, evidence: PairEvidence, *, k: int = LIST_SIZE) -> Suggestions:
    """Return whom each party should talk to by evidence that is at hand; see `suggest`."""
    first, second = _candidate_pairs(parties, links, evidence)
    one_way = evidence.scores_both_ways(first, second)
    best = _best_scores(len(parties), (first, second), one_way)
    factor = ACROSS_REGIONS
    while True:
        suggestions = _lists(parties, evidence, (first, second), one_way, best=best, factor=factor, k=k)
        if factor >= MOST_ACROSS_REGIONS or _share_across(suggestions, evidence) >= LEAST_ACROSS:
            return suggestions
        factor = round(min(MOST_ACROSS_REGIONS, factor + FACTOR_STEP), 2)


def text_vectors_of(
    parties: Sequence[Party], *, definitions: Sequence[Mapping[str, str]] = (), embedder: Embedder | None = None
) -> TextVectors:
    """Return the parties' texts as vectors, blind to language: of each the mean of its projects.

    `definitions` are the network's own by language, from which further concepts are made; an `embedder` takes the
    concepts' place.
    """
    texts = [text for party in parties for text in party.texts]
    ends = np.cumsum([0, *(len(party.texts) for party in parties)]).tolist()
    vectors = text_vectors(
        [text.words for text in texts],
        [text.language for text in texts],
        definitions=definitions,
        embedder=embedder,
    )
    return vectors.pooled([range(start, end) for start, end in pairwise(ends)])


def _lists(
    parties: Sequence[Party],
    evidence: PairEvidence,
    ends: tuple[Integers, Integers],
    one_way: tuple[Reals, Reals],
    *,
    best: Reals,
    factor: float,
    k: int,
) -> Suggestions:
    first, second = ends
    # A factor of the score is a summand of the evidence, which is the score's logarithm.
    boost = np.log(factor) * evidence.is_across(first, second)
    scores = harmonic_mean((one_way[0] + boost) / best[first], (one_way[1] + boost) / best[second])
    lists = fair_lists(
        len(parties),
        ScoredPairs(first, second, scores),
        k=k,
        is_small=[party.project_count <= SMALL_PROJECTS for party in parties],
        is_paused=[party.is_paused for party in parties],
    )
    return Suggestions(
        _ranked(lists, ScoredPairs(first, second, scores), one_way, boost=boost, best=best), best, factor
    )


def harmonic_mean(first: Reals, second: Reals) -> Reals:
    """Return the harmonic means of two arrays of positive numbers."""
    return 2 * first * second / (first + second)


def _candidate_pairs(parties: Sequence[Party], links: Links, evidence: PairEvidence) -> tuple[Integers, Integers]:
    """Return the pairs that may be suggested and are looked at, each once, the lower index first, in ascending order.

    They are the nearest by their texts, those with most friends in common, and those of whom one gives what the other
    looks for.
    """
    n = len(parties)
    nearest_count = max(FEWEST_NEAREST, MOST_PAIRS // n)
    if nearest_count >= n - 1:
        first, second = np.triu_indices(n, 1)
        codes = first.astype(np.int64) * n + second
    else:
        codes = _promising_codes(evidence, nearest_count)
    codes = codes[codes // n != codes % n]
    codes = np.setdiff1d(codes, _excluded_codes(parties, links), assume_unique=True)
    return codes // n, codes % n


def _promising_codes(evidence: PairEvidence, count: int) -> Integers:
    """Return the pairs worth a look; whoever is in fewer than ten gets some at even distances."""
    n = evidence.n
    near = evidence.text.nearest(count)
    near_indices = near.indices.ravel().astype(np.int64)
    starts = np.repeat(np.arange(n), near.indices.shape[1])
    is_near = (near.scores.ravel() > 0) & (near_indices >= 0)
    codes = _distinct(
        np.concatenate(
            [
                pair_codes(n, starts[is_near], near_indices[is_near]),
                *(
                    pair_codes(n, *strongest_pairs(each, count))
                    for each in (evidence.common_partners, met_needs(evidence))
                ),
            ]
        )
    )
    counts = np.bincount(np.concatenate([codes // n, codes % n]), minlength=n)
    isolated = np.flatnonzero(counts < BEST)
    at_distances = (isolated[:, None] + np.arange(1, BEST + 1) * (n // (BEST + 1))) % n
    return _distinct(np.concatenate([codes, pair_codes(n, np.repeat(isolated, BEST), at_distances.ravel())]))


def _distinct(codes: Integers) -> Integers:
    """Return the different codes in ascending order; hashing, as numpy.unique does, takes several times as long."""
    ordered = np.sort(codes)
    return ordered[np.diff(ordered, prepend=-1) > 0]


def pair_codes(n: int, first: Integers, second: Integers) -> Integers:
    """Return one number for each pair of n parties, the same in either order."""
    return np.minimum(first, second).astype(np.int64) * n + np.maximum(first, second)


def _excluded_codes(parties: Sequence[Party], links: Links) -> Integers:
    n = len(parties)
    index = {party.key: at for at, party in enumerate(parties)}
    pairs = [
        (at, index[key]) for at, party in enumerate(parties) for key in sorted(party.excluded_keys) if key in index
    ]
    ends = np.concatenate([links.ends, np.array(pairs, dtype=np.int64).reshape(-1, 2)])
    return np.unique(pair_codes(n, ends[:, 0], ends[:, 1]))


def _best_scores(n: int, ends: tuple[Integers, Integers], one_way: tuple[Reals, Reals]) -> Reals:
    """Return the mean of the best scores each party has for others; shape (n,)."""
    rows, scores = np.concatenate(ends), np.concatenate(one_way)
    order = np.lexsort((-scores, rows))
    rows, scores = rows[order], scores[order]
    starts = np.searchsorted(rows, np.arange(n))
    is_best = np.arange(len(rows)) - starts[rows] < BEST
    counts = np.bincount(rows[is_best], minlength=n)
    sums = np.bincount(rows[is_best], weights=scores[is_best], minlength=n)
    return np.where(counts > 0, sums / np.maximum(counts, 1), 1.0)


def _ranked(
    lists: Sequence[Sequence[int]], pairs: ScoredPairs, one_way: tuple[Reals, Reals], *, boost: Reals, best: Reals
) -> tuple[tuple[Suggested, ...], ...]:
    """Return each list in the order of what speaks for it on its own side, ties by index."""
    n = len(lists)
    rows = np.repeat(np.arange(n), [len(items) for items in lists])
    columns = np.array([column for items in lists for column in items], dtype=np.int64)
    at = np.searchsorted(pairs.first * n + pairs.second, pair_codes(n, rows, columns))
    scores = (np.where(rows < columns, one_way[0][at], one_way[1][at]) + boost[at]) / best[rows]
    order = np.lexsort((columns, -scores, rows))
    ranked: list[list[Suggested]] = [[] for _ in lists]
    for position in order.tolist():
        ranked[rows[position]].append(Suggested(int(columns[position]), float(scores[position])))
    return tuple(map(tuple, ranked))


def _share_across(suggestions: Suggestions, evidence: PairEvidence) -> float:
    """Return the share of suggestions that lead into another region, of those whose regions are known; 1 for none."""
    rows = np.repeat(np.arange(evidence.n), [len(items) for items in suggestions.lists])
    columns = np.array([suggested.index for items in suggestions.lists for suggested in items], dtype=np.int64)
    is_known = (evidence.regions[rows] != NOT_STATED) & (evidence.regions[columns] != NOT_STATED)
    return float(evidence.is_across(rows, columns)[is_known].mean()) if is_known.any() else 1.0
