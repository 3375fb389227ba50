"""How well rankings agree with labels."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.metrics import f1_score
from sklearn.preprocessing import MultiLabelBinarizer

from skillsnet.core.classification.values import Ranking, assigned_categories

BINS: Final = 10


@dataclass(frozen=True)
class EvaluationMetrics:
    """How well rankings agree with labels; shares from 0 to 1.

    Attributes
    ----------
    macro_f1 : float
        Mean over the categories that some text is labelled with.
    micro_f1 : float
        Over all pairs of text and category.
    top_1, top_3 : float
        Share of texts with a label among the one or three likeliest categories.
    coverage : float
        Share of texts that are conclusive: the classifier does not abstain.
    selective_accuracy : float
        Share of correct first answers among those; 0 without any.
    calibration_error : float
        Expected calibration error of the first answer (Guo et al. 2017), ten bins.
    """

    texts: int
    macro_f1: float
    micro_f1: float
    top_1: float
    top_3: float
    coverage: float
    selective_accuracy: float
    calibration_error: float


def evaluate_rankings(
    rankings: Sequence[Ranking], labels: Sequence[Set[str]], *, multi_label: bool
) -> EvaluationMetrics:
    """Return how well rankings agree with labels.

    Parameters
    ----------
    rankings : sequence of Ranking
        n rankings.
    labels : sequence of set of str
        n sets of slugs, none empty.
    multi_label : bool
        Whether a text may have several categories.

    Returns
    -------
    EvaluationMetrics
        All zero for no text.

    Notes
    -----
    The answers counted in F1 are those given to every text, conclusive or not. O(n k).
    """
    if not rankings:
        return EvaluationMetrics(0, *[0.0] * 7)
    answers = [set(assigned_categories(ranking, multi_label=multi_label)) for ranking in rankings]
    tops = [[score.slug for score in ranking.scores[:3]] for ranking in rankings]
    right = [float(bool(top) and top[0] in label_set) for top, label_set in zip(tops, labels, strict=True)]
    conclusive = [is_correct for is_correct, ranking in zip(right, rankings, strict=True) if ranking.is_conclusive]
    confidences = [ranking.scores[0].probability if ranking.scores else 0.0 for ranking in rankings]
    count = len(rankings)
    macro_f1, micro_f1 = _f1_scores(answers, labels)
    return EvaluationMetrics(
        texts=count,
        macro_f1=macro_f1,
        micro_f1=micro_f1,
        top_1=sum(right) / count,
        top_3=sum(not label_set.isdisjoint(top) for top, label_set in zip(tops, labels, strict=True)) / count,
        coverage=len(conclusive) / count,
        selective_accuracy=sum(conclusive) / len(conclusive) if conclusive else 0.0,
        calibration_error=calibration_error(confidences, right),
    )


def calibration_error(confidences: Sequence[float], right: Sequence[float]) -> float:
    """Return by how much probabilities miss the share of right answers, over ten even bins of probability.

    Examples
    --------
    >>> calibration_error([0.9, 0.9], [1.0, 0.0])
    0.4
    """
    bins: list[list[tuple[float, float]]] = [[] for _ in range(BINS)]
    for probability, is_right in zip(confidences, right, strict=True):
        bins[min(BINS - 1, int(probability * BINS))].append((probability, is_right))
    gap = sum(abs(sum(pair[0] for pair in pairs) - sum(pair[1] for pair in pairs)) for pairs in bins)
    return gap / len(confidences) if confidences else 0.0


def _f1_scores(answers: Sequence[Set[str]], labels: Sequence[Set[str]]) -> tuple[float, float]:
    """Return the mean of F1 over the categories that some text is labelled with, and F1 over all pairs."""
    pairs = MultiLabelBinarizer().fit([*labels, *answers])
    is_labelled, is_answered = pairs.transform(labels), pairs.transform(answers)
    # A column at a time: scikit-learn takes a matrix of one column for two categories.
    by_category = [
        f1_score(is_labelled[:, column], is_answered[:, column], zero_division=0)
        for column in np.flatnonzero(is_labelled.any(axis=0))
    ]
    return float(np.mean(by_category)), float(f1_score(is_labelled.ravel(), is_answered.ravel(), zero_division=0))
