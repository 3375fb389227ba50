"""EvaluationMetrics agree with a slow twin, and calibration with what can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.classification.evaluation import calibration_error, figures
from skillsnet.core.classification.values import CategoryScore, Ranking, chosen

SLUGS = ("a", "b", "c", "d")


def ranked(*chances: float, is_told: bool = True) -> Ranking:
    pairs = sorted(zip(SLUGS, chances, strict=False), key=lambda one: -one[1])
    return Ranking(tuple(CategoryScore(slug, chance) for slug, chance in pairs), "en", is_told=is_told)


def test_several_categories_are_chosen_when_nearly_as_likely() -> None:
    ranking = ranked(0.8, 0.5, 0.44, 0.43)
    assert (chosen(ranking, multi_label=True), chosen(ranking, multi_label=False)) == (("a", "b"), ("a",))


def test_at_most_three_are_chosen() -> None:
    assert chosen(ranked(0.5, 0.5, 0.5, 0.5), multi_label=True) == ("a", "b", "c")


def test_figures_of_a_small_set_are_those_counted_by_hand() -> None:
    rankings = [ranked(0.9, 0.1), ranked(0.4, 0.6), ranked(0.7, 0.3, is_told=False)]
    found = figures(rankings, [{"a"}, {"a"}, {"b"}], multi_label=False)
    # a: one right of two given and two wanted; b: none right.
    assert (found.macro_f1, found.top_1, found.top_3, found.coverage, found.told_accuracy) == (
        pytest.approx((1 / 2 + 0) / 2),
        pytest.approx(1 / 3),
        1.0,
        pytest.approx(2 / 3),
        0.5,
    )


@pytest.mark.parametrize(
    ("sure", "right", "error"),
    [([], [], 0.0), ([1.0, 1.0], [1.0, 1.0], 0.0), ([0.75, 0.75], [1.0, 0.0], 0.25), ([0.1, 0.9], [1.0, 0.0], 0.9)],
)
def test_the_calibration_error_is_the_miss_weighed_by_bins(sure: list[float], right: list[float], error: float) -> None:
    assert calibration_error(sure, right) == pytest.approx(error)


@given(st.lists(st.tuples(st.sampled_from(SLUGS), st.sets(st.sampled_from(SLUGS), min_size=1)), min_size=1))
def test_f1_agrees_with_its_slow_twin(pairs: list[tuple[str, set[str]]]) -> None:
    rankings = [Ranking((CategoryScore(slug, 1.0),), "en") for slug, _ in pairs]
    labels = [wanted for _, wanted in pairs]
    by_slug = []
    for slug in sorted(set().union(*labels)):
        right = sum(given == slug and slug in wanted for given, wanted in pairs)
        precision = right / max(1, sum(given == slug for given, _ in pairs))
        recall = right / max(1, sum(slug in wanted for wanted in labels))
        by_slug.append(2 * precision * recall / (precision + recall) if right else 0.0)
    assert figures(rankings, labels, multi_label=False).macro_f1 == pytest.approx(sum(by_slug) / len(by_slug))
