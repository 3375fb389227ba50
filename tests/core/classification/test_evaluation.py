"""EvaluationMetrics agree with a slow twin, and calibration with what can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.classification.evaluation import calibration_error, evaluate_rankings
from skillsnet.core.classification.values import CategoryScore, Ranking, assigned_categories

SLUGS = ("a", "b", "c", "d")


def ranking_of(*chances: float, is_conclusive: bool = True) -> Ranking:
    pairs = sorted(zip(SLUGS, chances, strict=False), key=lambda pair: -pair[1])
    return Ranking(tuple(CategoryScore(slug, chance) for slug, chance in pairs), "en", is_conclusive=is_conclusive)


def test_several_categories_are_chosen_when_nearly_as_likely() -> None:
    ranking = ranking_of(0.8, 0.5, 0.44, 0.43)
    assert (assigned_categories(ranking, multi_label=True), assigned_categories(ranking, multi_label=False)) == (
        ("a", "b"),
        ("a",),
    )


def test_at_most_three_are_chosen() -> None:
    assert assigned_categories(ranking_of(0.5, 0.5, 0.5, 0.5), multi_label=True) == ("a", "b", "c")


def test_figures_of_a_small_set_are_those_counted_by_hand() -> None:
    rankings = [ranking_of(0.9, 0.1), ranking_of(0.4, 0.6), ranking_of(0.7, 0.3, is_conclusive=False)]
    metrics = evaluate_rankings(rankings, [{"a"}, {"a"}, {"b"}], multi_label=False)
    # a: one right of two answers and two labels; b: none right.
    assert (metrics.macro_f1, metrics.top_1, metrics.top_3, metrics.coverage, metrics.selective_accuracy) == (
        pytest.approx((1 / 2 + 0) / 2),
        pytest.approx(1 / 3),
        1.0,
        pytest.approx(2 / 3),
        0.5,
    )


@pytest.mark.parametrize(
    ("confidences", "right", "error"),
    [([], [], 0.0), ([1.0, 1.0], [1.0, 1.0], 0.0), ([0.75, 0.75], [1.0, 0.0], 0.25), ([0.1, 0.9], [1.0, 0.0], 0.9)],
)
def test_the_calibration_error_is_the_miss_weighed_by_bins(
    confidences: list[float], right: list[float], error: float
) -> None:
    assert calibration_error(confidences, right) == pytest.approx(error)


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from(SLUGS), st.sets(st.sampled_from(SLUGS), min_size=1)), min_size=1))
def test_f1_agrees_with_its_slow_twin(pairs: list[tuple[str, set[str]]]) -> None:
    rankings = [Ranking((CategoryScore(slug, 1.0),), "en") for slug, _ in pairs]
    labels = [label_set for _, label_set in pairs]
    by_slug = []
    for slug in sorted(set().union(*labels)):
        right = sum(answer == slug and slug in label_set for answer, label_set in pairs)
        precision = right / max(1, sum(answer == slug for answer, _ in pairs))
        recall = right / max(1, sum(slug in label_set for label_set in labels))
        by_slug.append(2 * precision * recall / (precision + recall) if right else 0.0)
    metrics = evaluate_rankings(rankings, labels, multi_label=False)
    assert metrics.macro_f1 == pytest.approx(sum(by_slug) / len(by_slug))
    right = sum(answer in label_set for answer, label_set in pairs)
    assert metrics.micro_f1 == pytest.approx(2 * right / (len(pairs) + sum(map(len, labels))))
