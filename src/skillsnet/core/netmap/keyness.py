"""The terms that distinguish neighbourhoods."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from skillsnet.core.classification.features import terms
from skillsnet.core.netmap.graph import Integers
from skillsnet.core.text import fold, guess_language, plain_words

LEAST_LETTERS = 4
# A word that says nothing of its neighbourhood: in fewer of its texts than this share.
LEAST_SHARE = 0.06
# A word written with a capital within sentences at least so often is a name.
NAME_SHARE = 0.6
PRIOR = 0.5
MOST_TEXTS = 30_000

Scores = npt.NDArray[np.float64]


def distinctive_terms(
    texts: Sequence[str], languages: Sequence[str | None], of_community: Integers, *, k: int = 3
) -> list[tuple[str, ...]]:
    """Return the words that distinguish each neighbourhood from the others.

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
        For each number up to the highest its words, as they are mostly written in its texts, the most distinctive
        first; no two neighbourhoods share a word. Fewer where its texts hold no more.

    Notes
    -----
    A stem counts once a text. Its score is the logarithm of its odds in the neighbourhood over its odds elsewhere, in
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
    sample = range(0, len(texts), every)
    stems, incidence, written_forms = _count_stems([texts[i] for i in sample], [languages[i] for i in sample])
    labels = of_community[::every]
    if not count or not stems:
        return [()] * count
    stated = np.flatnonzero(labels >= 0)
    owner = sparse.csr_matrix((np.ones(len(stated)), (labels[stated], stated)), shape=(count, len(labels)))
    inside = np.asarray((owner @ incidence).todense())
    sizes = np.asarray(owner.sum(axis=1)).ravel()
    scores = log_odds(inside, sizes, np.asarray(incidence.sum(axis=0)).ravel(), len(labels))
    return _deal_terms(scores, stems, written_forms, k)


def _count_stems(
    texts: Sequence[str], languages: Sequence[str | None]
) -> tuple[list[str], sparse.csr_matrix, dict[str, str]]:
    """Return the stems that may name something, which text holds which, and how each is mostly written."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    capitals: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    bags: list[set[str]] = []
    for text, language in zip(texts, languages, strict=True):
        text_language = language or guess_language(text) or "en"
        plain = plain_words(text_language)
        bag = set()
        for term in terms(text, text_language):
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
        stem for stem, text_count in spread.items() if text_count > 1 and capitals[stem] <= NAME_SHARE * inner[stem]
    )
    column_of = {stem: column for column, stem in enumerate(stems)}
    columns = [sorted(column_of[stem] for stem in bag if stem in column_of) for bag in bags]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in columns])])
    flat = np.array([column for row in columns for column in row], dtype=np.int64)
    incidence = sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(bags), len(stems)))
    written_forms = {stem: min(forms[stem].items(), key=lambda item: (-item[1], item[0]))[0] for stem in stems}
    return stems, incidence, written_forms


def log_odds(inside: Scores, sizes: Scores, everywhere: Scores, n: int) -> Scores:
    """Return the log odds ratio in standard errors; nothing for stems that too few texts inside hold."""
    present_elsewhere = np.maximum(everywhere[None, :] - inside, 0)
    absent_inside = np.maximum(sizes[:, None] - inside, 0)
    absent_elsewhere = np.maximum(n - sizes[:, None] - present_elsewhere, 0)
    odds = np.log((inside + PRIOR) / (absent_inside + PRIOR)) - np.log(
        (present_elsewhere + PRIOR) / (absent_elsewhere + PRIOR)
    )
    error = np.sqrt(sum(1 / (part + PRIOR) for part in (inside, absent_inside, present_elsewhere, absent_elsewhere)))
    is_common = inside >= np.maximum(2, LEAST_SHARE * sizes[:, None])
    return np.where(is_common, np.round(odds / error, 6), -np.inf)


def _deal_terms(scores: Scores, stems: Sequence[str], written_forms: dict[str, str], k: int) -> list[tuple[str, ...]]:
    """Deal the words out, the most distinctive pair of neighbourhood and word first."""
    count, words = scores.shape
    dealt: list[list[str]] = [[] for _ in range(count)]
    used_beginnings: set[str] = set()
    top = min(words, 20 * k * max(count, 1))
    best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    pairs = [(-scores[row, column], row, stems[column]) for row in range(count) for column in best[row].tolist()]
    for score, row, stem in sorted(pairs):
        if score < 0 and len(dealt[row]) < k and stem[:6] not in used_beginnings:
            used_beginnings.add(stem[:6])
            dealt[row].append(written_forms[stem])
    return [tuple(words) for words in dealt]
