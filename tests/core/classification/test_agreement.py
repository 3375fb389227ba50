"""Krippendorff's alpha, on published examples and beside a slow twin."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.classification.agreement import AnnotatorAgreement, category_alphas, nominal_alpha

# K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), sections A, B and C; a dot is a missing label.
BINARY = ["0100000010", "1110010000"]
NOMINAL = ["aabbdcccedda", "babbbccceddd"]
FOUR_READERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def _items(readers: list[str]) -> list[list[str | None]]:
    return [[None if label == "." else label for label in item] for item in zip(*readers, strict=True)]


def slow_alpha(items: list[list[str | None]]) -> float | None:
    """Compare every label with every other: within items for what is observed, among all for what chance gives."""
    pairable = [[label for label in item if label is not None] for item in items]
    pairable = [item for item in pairable if len(item) > 1]
    everything = [label for item in pairable for label in item]
    if len(set(everything)) < 2:
        return None
    observed = sum(
        sum(first != second for first, second in permutations(item, 2)) / (len(item) - 1) for item in pairable
    ) / len(everything)
    pairs = list(permutations(everything, 2))
    return 1 - observed / (sum(first != second for first, second in pairs) / len(pairs))


@pytest.mark.parametrize(
    ("readers", "alpha"), [(BINARY, 0.095), (NOMINAL, 0.692), (FOUR_READERS, 0.743)], ids=["A", "B", "C"]
)
def test_the_published_examples_come_out(readers: list[str], alpha: float) -> None:
    agreement = nominal_alpha(_items(readers))
    assert agreement.alpha is not None
    assert round(agreement.alpha, 3) == alpha


def test_an_item_with_one_label_says_nothing() -> None:
    agreement = nominal_alpha(_items(FOUR_READERS))
    # The last item of the published example has a single label.
    assert (agreement.item_count, agreement.label_count) == (11, 40)
    assert agreement == nominal_alpha(_items([reader[:-1] for reader in FOUR_READERS]))


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3), max_size=9))
def test_it_is_what_the_slow_twin_finds(items: list[list[str | None]]) -> None:
    fast, slow = nominal_alpha(items).alpha, slow_alpha(items)
    assert (fast is None) == (slow is None)
    assert slow is None or fast == pytest.approx(slow)


@pytest.mark.parametrize("items", [[], [[None, None]], [["a", None]], [["a", "a"], ["a", "a"]]])
def test_without_anything_to_compare_there_is_no_number(items: list[list[str | None]]) -> None:
    agreement = nominal_alpha(items)
    assert (agreement.alpha, agreement.is_thin, agreement.is_low) == (None, True, False)


def test_each_category_is_a_question_of_its_own() -> None:
    a_alone, a_and_b = frozenset("a"), frozenset("ab")
    items = [[a_alone, a_and_b], [a_and_b, a_and_b], [frozenset(), frozenset()], [a_alone, None]]
    agreements = category_alphas(items, ["b", "a", "c"])
    assert list(agreements) == ["b", "a", "c"]
    assert agreements["a"] == AnnotatorAgreement(1.0, 3, 6, 4)
    assert agreements["b"].alpha == pytest.approx(slow_alpha([["n", "y"], ["y", "y"], ["n", "n"]]))
    assert agreements["c"].alpha is None


def test_a_low_number_is_told_only_where_there_is_enough() -> None:
    assert AnnotatorAgreement(0.5, 10, 20, 5).is_low
    assert not AnnotatorAgreement(0.667, 10, 20, 5).is_low
    assert not AnnotatorAgreement(0.5, 9, 18, 5).is_low
    assert not AnnotatorAgreement(0.5, 10, 20, 4).is_low
