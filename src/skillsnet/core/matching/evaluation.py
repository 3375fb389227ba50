"""How good suggestions are, against who took up work together later."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from skillsnet.core.classification.values import Embedder
from skillsnet.core.matching.evidence import NOT_STATED, codes, evidence_of
from skillsnet.core.matching.suggestions import SMALL_PROJECTS, suggest_from, text_vectors_of
from skillsnet.core.matching.text_likeness import Integers, Reals
from skillsnet.core.matching.values import Party
from skillsnet.core.netmap.graph import Links


@dataclass(frozen=True)
class MatchingMetrics:
    """Means over the parties that have later partners; all but `most` are from 0 to 1.

    Attributes
    ----------
    queries : int
        Parties with at least one later partner among the others.
    mrr : float
        Mean reciprocal rank of the first later partner in the list that is shown; 0 where none is in it.
    recall : float
        Share of later partners in the list, of as many as it has places for.
    recall_small : float
        The same for partners with at most three projects, over the parties that have such.
    ndcg : float
        Normalised discounted cumulative gain of the list (Järvelin and Kekäläinen 2002).
    auc : float
        Chance that the raw score puts a later partner before somebody else, over all who may be suggested.
    coverage : float
        Share of all parties that are shown to somebody.
    gini : float
        Gini index of how often each is shown.
    most : float
        How often the one shown most is shown, in multiples of the mean.
    across_regions : float
        Share of what is shown that leads into another region, where both regions are known.
    """

    queries: int
    mrr: float
    recall: float
    recall_small: float
    ndcg: float
    auc: float
    coverage: float
    gini: float
    most: float
    across_regions: float


def evaluate_suggestions(
    parties: Sequence[Party],
    links: Links,
    later: Links,
    *,
    k: int = 10,
    uses_links: bool = True,
    embedder: Embedder | None = None,
) -> MatchingMetrics:
    """Return how well the suggestions made of parties and their links foresee later links.

    Parameters
    ----------
    parties : sequence of Party
    links : Links
        Earlier partners: never suggested, and friends of friends are found through them.
    later : Links
        Partners that came together later; each counts both ways, those among `links` do not count.
    k : int
        Places in each list.
    uses_links : bool
        Whether links count as evidence; without, they still exclude.
    embedder : Embedder, optional
        Sentence embeddings to compare texts by, beside their words.

    Notes
    -----
    Time O(n²) for the raw scores of the parties with later partners.
    """
    earlier = neighbours_of(links)
    partners = {row: rest for row, items in neighbours_of(later).items() if (rest := items - earlier.get(row, set()))}
    text = text_vectors_of(parties, embedder=embedder)
    evidence = evidence_of(parties, links if uses_links else Links.none(), text)
    suggestions = suggest_from(parties, links, evidence, k=k)
    lists = [[suggested.index for suggested in items] for items in suggestions.lists]
    aucs = [
        area_under_curve(evidence.row_scores(row), partners[row], without=earlier.get(row, set()) | {row})
        for row in sorted(partners)
    ]
    regions = codes([party.region for party in parties])
    is_small = [party.project_count <= SMALL_PROJECTS for party in parties]
    return list_metrics(lists, partners, is_small=is_small, regions=regions, aucs=aucs, k=k)


def list_metrics(
    lists: Sequence[Sequence[int]],
    partners: Mapping[int, Set[int]],
    *,
    is_small: Sequence[bool],
    regions: Integers,
    aucs: Sequence[float],
    k: int,
) -> MatchingMetrics:
    """Return the metrics of any lists, one for each party, for parties with later partners."""
    small = {row: {other for other in items if is_small[other]} for row, items in partners.items()}
    counts = np.bincount(np.array([other for items in lists for other in items], dtype=np.int64), minlength=len(lists))
    return MatchingMetrics(
        queries=len(partners),
        mrr=_mean(_reciprocal_rank(lists[row], items) for row, items in partners.items()),
        recall=_mean(recall_at(lists[row], items, k) for row, items in partners.items()),
        recall_small=_mean(recall_at(lists[row], items, k) for row, items in small.items() if items),
        ndcg=_mean(_ndcg(lists[row], items, k) for row, items in partners.items()),
        auc=_mean(aucs),
        coverage=float((counts > 0).mean()) if len(counts) else 0.0,
        gini=gini_index(counts),
        most=float(counts.max() / counts.mean()) if counts.sum() else 0.0,
        across_regions=share_across(lists, regions),
    )


def neighbours_of(links: Links) -> dict[int, set[int]]:
    """Return who is linked with whom, both ways, in ascending order."""
    neighbours: dict[int, set[int]] = {}
    for first, second in links.ends.tolist():
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    return dict(sorted(neighbours.items()))


def area_under_curve(scores: Reals, relevant: Set[int], *, without: Set[int]) -> float:
    """Return the chance that one of the relevant scores above one of the others; equal scores count half."""
    allowed = np.ones(len(scores), dtype=bool)
    allowed[sorted(without)] = False
    is_relevant = np.zeros(len(scores), dtype=bool)
    is_relevant[sorted(relevant)] = True
    rest = np.sort(scores[allowed & ~is_relevant])
    items = scores[allowed & is_relevant]
    if not len(rest) or not len(items):
        return 1.0
    below = np.searchsorted(rest, items, side="left") + np.searchsorted(rest, items, side="right")
    return float(below.mean() / (2 * len(rest)))


def recall_at(shown: Sequence[int], relevant: Set[int], k: int) -> float:
    """Return the share of the relevant among the first k, of as many as there could be."""
    return len(relevant & set(shown[:k])) / min(len(relevant), k)


def gini_index(counts: Integers) -> float:
    """Return how unequal counts are: 0 for all the same, near 1 for all on one."""
    n, total = len(counts), counts.sum()
    if not total:
        return 0.0
    return float((2 * np.arange(1, n + 1) - n - 1) @ np.sort(counts) / (n * total))


def share_across(lists: Sequence[Sequence[int]], regions: Integers) -> float:
    """Return the share of what is shown that leads into another region, where both are known; 0 where none are."""
    rows = np.repeat(np.arange(len(lists)), [len(items) for items in lists])
    columns = np.array([other for items in lists for other in items], dtype=np.int64)
    is_known = (regions[rows] != NOT_STATED) & (regions[columns] != NOT_STATED)
    return float((regions[rows] != regions[columns])[is_known].mean()) if is_known.any() else 0.0


def _reciprocal_rank(shown: Sequence[int], relevant: Set[int]) -> float:
    return next((1 / rank for rank, other in enumerate(shown, start=1) if other in relevant), 0.0)


def _ndcg(shown: Sequence[int], relevant: Set[int], k: int) -> float:
    gain = sum(1 / np.log2(rank + 1) for rank, other in enumerate(shown[:k], start=1) if other in relevant)
    return float(gain / sum(1 / np.log2(rank + 1) for rank in range(1, min(len(relevant), k) + 1)))


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return float(np.mean(numbers)) if numbers else 0.0
