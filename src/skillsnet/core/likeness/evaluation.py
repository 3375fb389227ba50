"""How well likeness crosses languages, on texts that are there in several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from skillsnet.core.classification.values import Embedder
from skillsnet.core.likeness.vectors import Nearest, text_vectors

FIRST: Final = 6
SEED: Final = 0


@dataclass(frozen=True)
class TwinMetrics:
    """Where each text's twin in another language stands among all texts of that language.

    Attributes
    ----------
    texts : int
    mrr : float
        Mean of 1 / rank.
    top1 : float
        Share of twins that stand first.
    """

    texts: int
    mrr: float
    top1: float


@dataclass(frozen=True)
class MixedMetrics:
    """What the nearest six of texts are when each is in one language, drawn by chance.

    Attributes
    ----------
    texts : int
    share_other_language : float
        Share of those shown that are in another language than the text they are shown for.
    share_blind : float
        The same share of those shown when all texts are in one language, by the languages drawn: what lists that
        are blind to language would have.
    agreement : float
        Share of those shown when all texts are in one language that are shown of the mixed texts too.
    """

    texts: int
    share_other_language: float
    share_blind: float
    agreement: float


def evaluate_twins(
    texts: Sequence[Sequence[str]], languages: Sequence[str], *, embedder: Embedder | None = None
) -> TwinMetrics:
    """Return where twins stand.

    Parameters
    ----------
    texts : sequence of sequences of str
        n texts, each in all the languages.
    languages : sequence of str
        At least two; each text of the first is looked for in each other one, and the figures are means.
    embedder : Embedder, optional
        Sentence embeddings to take in place of the concepts.

    Returns
    -------
    TwinMetrics

    Notes
    -----
    Ranked as the lists are. A text that scores as high as the twin stands before it.
    """
    ranks = []
    n = len(texts)
    for other in range(1, len(languages)):
        vectors = text_vectors(
            [text[0] for text in texts] + [text[other] for text in texts],
            [languages[0]] * n + [languages[other]] * n,
            embedder=embedder,
        )
        for row in range(n):
            scores = vectors.order_scores(row)[n:]
            ranks.append(int((scores >= scores[row]).sum()))
    return TwinMetrics(
        texts=n,
        mrr=float(np.mean([1 / rank for rank in ranks])) if ranks else 0.0,
        top1=float(np.mean([rank == 1 for rank in ranks])) if ranks else 0.0,
    )


def evaluate_mixed(
    texts: Sequence[Sequence[str]], languages: Sequence[str], *, seed: int = SEED, embedder: Embedder | None = None
) -> MixedMetrics:
    """Return what becomes of lists when texts are in several languages.

    Parameters
    ----------
    texts : sequence of sequences of str
        n texts, each in all the languages.
    languages : sequence of str
        The one that mixed lists are compared with is English, or the first where English is not among them.
    seed : int
        For the draw.
    embedder : Embedder, optional
        Sentence embeddings to take in place of the concepts.

    Returns
    -------
    MixedMetrics
    """
    language_indices = np.random.default_rng(seed).integers(0, len(languages), len(texts))
    reference = languages.index("en") if "en" in languages else 0
    alone = text_vectors(
        [text[reference] for text in texts], [languages[reference]] * len(texts), embedder=embedder
    ).nearest(FIRST)  # fmt: skip
    mixed = text_vectors(
        [text[index] for text, index in zip(texts, language_indices, strict=True)],
        [languages[index] for index in language_indices],
        embedder=embedder,
    ).nearest(FIRST)
    shown, expected = _pairs(mixed), _pairs(alone)
    return MixedMetrics(
        texts=len(texts),
        share_other_language=_share_across(shown, language_indices.tolist()),
        share_blind=_share_across(expected, language_indices.tolist()),
        agreement=len(shown & expected) / max(1, len(expected)),
    )


def _pairs(nearest: Nearest) -> set[tuple[int, int]]:
    return {(row, other) for row, columns in enumerate(nearest.indices.tolist()) for other in columns if other >= 0}


def _share_across(pairs: set[tuple[int, int]], language_indices: Sequence[int]) -> float:
    return sum(language_indices[row] != language_indices[other] for row, other in pairs) / max(1, len(pairs))
