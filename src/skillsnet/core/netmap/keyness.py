"""The words that tell neighbourhoods apart."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from skillsnet.core.classification.features import terms
from skillsnet.core.netmap.graph import Integers
from skillsnet.core.text import fold, guess_language, plain_words

LEAST_LETTERS = 4
# A word that tells nothing of its neighbourhood: held by fewer of its texts than this share.
LEAST_SHARE = 0.06
# A word written with a capital within sentences at least so often is a name.
NAME_SHARE = 0.6
PRIOR = 0.5
MOST_TEXTS = 30_000

Scores = npt.NDArray[np.float64]


def distinctive_terms(
    texts: Sequence[str], languages: Sequence[str | None], of_community: Integers, *, k: int = 3
) -> list[tuple[str, ...]]:
    """Return the words that tell each neighbourhood from the others.

    Parameters
    ----------
    texts, languages : sequence
        n texts and their language codes; None is guessed.
    of_community : array of int, shape (n,)
        Neighbourhoods from 0; texts of ``NOT_STATED`` only count against the others.
    k : int
        How many words each at most.

    Returns
    -------
    list of tuple of str
        For each number up to the highest its words, as they are mostly written in its texts, the most telling first;
        no two neighbourhoods share a word. Fewer where its texts hold no more.

    Notes
    -----
    A stem counts once a text. It tells by the logarithm of its odds in the neighbourhood over its odds elsewhere, in
    standard errors (Monroe, Colaresi and Quinn, "Fightin' Words", Political Analysis 16, 2008, with half a text as
    prior). Left out are plain words, stems of one text, and those mostly written with a capital within sentences, such
    as names of people and organisations. Of more than 30,000 texts every so many-th is read. O(words read).

    Examples
    --------
    >>> texts = ["a course in welding", "the welding course", "the solar pump", "a solar pump repaired"]
    >>> distinctive_terms(texts, ["en"] * 4, np.array([0, 0, 1, 1]), k=2)
    [('course', 'welding'), ('pump', 'solar')]
    """
    count = int(of_community.max(initial=-1)) + 1
    every = max(1, -(-len(texts) // MOST_TEXTS))
    read = range(0, len(texts), every)
    stems, held, written = _read([texts[i] for i in read], [languages[i] for i in read])
    labels = of_community[::every]
    if not count or not stems:
        return [()] * count
    stated = np.flatnonzero(labels >= 0)
    owner = sparse.csr_matrix((np.ones(len(stated)), (labels[stated], stated)), shape=(count, len(labels)))
    inside = np.asarray((owner @ held).todense())
    sizes = np.asarray(owner.sum(axis=1)).ravel()
    scores = _scores(inside, sizes, np.asarray(held.sum(axis=0)).ravel(), len(labels))
    return _chosen(scores, stems, written, k)


def _read(texts: Sequence[str], languages: Sequence[str | None]) -> tuple[list[str], sparse.csr_matrix, dict[str, str]]:
    """Return the stems that may name something, which text holds which, and how each is mostly written."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    capitals: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    bags: list[set[str]] = []
    for text, language in zip(texts, languages, strict=True):
        spoken = language or guess_language(text) or "en"
        plain = plain_words(spoken)
        bag = set()
        for term in terms(text, spoken):
            word = text[term.start : term.end]
            if " " in term.stem or len(word) < LEAST_LETTERS or fold(word) in plain:
                continue
            bag.add(term.stem)
            forms[term.stem][word.lower()] += 1
            if term.start > 1 and text[term.start - 1] == " " and text[term.start - 2] not in ".!?:;•·-–":
                inner[term.stem] += 1
                capitals[term.stem] += word[0].isupper()
        bags.append(bag)
    spread = Counter(stem for bag in bags for stem in bag)
    stems = sorted(
        stem for stem, texts_held in spread.items() if texts_held > 1 and capitals[stem] <= NAME_SHARE * inner[stem]
    )
    place = {stem: column for column, stem in enumerate(stems)}
    columns = [sorted(place[stem] for stem in bag if stem in place) for bag in bags]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    held = sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(bags), len(stems)))
    written = {stem: min(forms[stem].items(), key=lambda item: (-item[1], item[0]))[0] for stem in stems}
    return stems, held, written


def _scores(inside: Scores, sizes: Scores, everywhere: Scores, n: int) -> Scores:
    """Return the log odds ratio in standard errors; nothing for stems that too few texts inside hold."""
    outside = np.maximum(everywhere[None, :] - inside, 0)
    without = np.maximum(sizes[:, None] - inside, 0)
    others = np.maximum(n - sizes[:, None] - outside, 0)
    odds = np.log((inside + PRIOR) / (without + PRIOR)) - np.log((outside + PRIOR) / (others + PRIOR))
    error = np.sqrt(sum(1 / (part + PRIOR) for part in (inside, without, outside, others)))
    held = inside >= np.maximum(2, LEAST_SHARE * sizes[:, None])
    return np.where(held, np.round(odds / error, 6), -np.inf)


def _chosen(scores: Scores, stems: Sequence[str], written: dict[str, str], k: int) -> list[tuple[str, ...]]:
    """Deal the words out, the most telling pair of neighbourhood and word first."""
    count, words = scores.shape
    kept: list[list[str]] = [[] for _ in range(count)]
    taken: set[str] = set()
    top = min(words, 20 * k * max(count, 1))
    best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    pairs = [(-scores[row, column], row, stems[column]) for row in range(count) for column in best[row].tolist()]
    for score, row, stem in sorted(pairs):
        if score < 0 and len(kept[row]) < k and stem[:6] not in taken:
            taken.add(stem[:6])
            kept[row].append(written[stem])
    return [tuple(words) for words in kept]
