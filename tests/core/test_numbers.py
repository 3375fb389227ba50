"""Whole numbers: the digits 0 to 9, of a size that a database holds."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core import numbers
from skillsnet.core.numbers import LARGEST, whole_number


def test_the_examples_hold() -> None:
    assert doctest.testmod(numbers).failed == 0


@pytest.mark.parametrize(
    "text", ["", " 1", "1\n", "+1", "-1", "1.0", "1e3", "1_0", "0x1", "²", "٣", "１", "\x00", "9" * 5000]
)
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert whole_number(text) is None


@given(st.integers(min_value=0, max_value=2 * LARGEST), st.integers(min_value=0, max_value=LARGEST))
def test_a_number_is_read_up_to_the_largest(number: int, largest: int) -> None:
    assert whole_number(str(number), largest=largest) == (number if number <= largest else None)


@given(st.text(max_size=30))
def test_any_text_is_read_as_int_reads_its_plain_digits_or_not_at_all(text: str) -> None:
    assert whole_number(text) == (int(text) if text and set(text) <= set("0123456789") and len(text) < 20 else None)
