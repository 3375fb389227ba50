"""How well rankings agree with labels."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from skillsnet.core.classification.values import Ranking, chosen

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
        Share of texts that are told.
    told_accuracy : float
        Share of right first answers among those; 0 when none is told.
    calibration_error : float
        Expected calibration error of the first answer (Guo et al. 2017), ten bins.
    """

    texts: int
    macro_f1: float
    micro_f1: float
    top_1: float
    top_3: float
    coverage: float
    told_accuracy: float
    calibration_error: float


def figures(rankings: Sequence[Ranking], labels: Sequence[Set[str]], *, multi_label: bool) -> EvaluationMetrics:
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
    The answers counted in F1 are those given to every text, told or not. O(n k).
    """
    if not rankings:
        return EvaluationMetrics(0, *[0.0] * 7)
    answers = [set(chosen(ranking, multi_label=multi_label)) for ranking in rankings]
    tops = [[one.slug for one in ranking.scores[:3]] for ranking in rankings]
    right = [float(bool(top) and top[0] in wanted) for top, wanted in zip(tops, labels, strict=True)]
    told = [one for one, ranking in zip(right, rankings, strict=True) if ranking.is_told]
    sure = [ranking.scores[0].probability if ranking.scores else 0.0 for ranking in rankings]
    count = len(rankings)
    return EvaluationMetrics(
        texts=count,
        macro_f1=_macro_f1(answers, labels),
        micro_f1=_f1(*_counts(answers, labels, None)),
        top_1=sum(right) / count,
        top_3=sum(not wanted.isdisjoint(top) for top, wanted in zip(tops, labels, strict=True)) / count,
        coverage=len(told) / count,
        told_accuracy=sum(told) / len(told) if told else 0.0,
        calibration_error=calibration_error(sure, right),
    )


def calibration_error(sure: Sequence[float], right: Sequence[float]) -> float:
    """Return by how much probabilities miss the share of right answers, over ten even bins of probability.

    Examples
    --------
    >>> calibration_error([0.9, 0.9], [1.0, 0.0])
    0.4
    """
    bins: list[list[tuple[float, float]]] = [[] for _ in range(BINS)]
    for probability, is_right in zip(sure, right, strict=True):
        bins[min(BINS - 1, int(probability * BINS))].append((probability, is_right))
    missed = sum(abs(sum(one[0] for one in some) - sum(one[1] for one in some)) for some in bins)
    return missed / len(sure) if sure else 0.0


def _macro_f1(answers: Sequence[Set[str]], labels: Sequence[Set[str]]) -> float:
    wanted = sorted({slug for one in labels for slug in one})
    return sum(_f1(*_counts(answers, labels, slug)) for slug in wanted) / len(wanted) if wanted else 0.0


def _counts(answers: Sequence[Set[str]], labels: Sequence[Set[str]], slug: str | None) -> tuple[int, int, int]:
    """Return how many answers are right, given and wanted: of one category, or of all."""
    own = (lambda one: one) if slug is None else (lambda one: one & {slug})
    pairs = [(own(answer), own(wanted)) for answer, wanted in zip(answers, labels, strict=True)]
    right = sum(len(answer & wanted) for answer, wanted in pairs)
    return right, sum(len(answer) for answer, _ in pairs), sum(len(wanted) for _, wanted in pairs)


def _f1(right: int, given: int, wanted: int) -> float:
    return 2 * right / (given + wanted) if given + wanted else 0.0
