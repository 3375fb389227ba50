"""Cells that hold several values, whatever separates them, and parts of a split cell."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.cell_splitting import cell_part, column_vocabulary, vocabulary_values
from skillsnet.core.text import fold

SDG = "Industry, innovation and infrastructure"


def test_one_column_with_three_separators_gives_the_same_values() -> None:
    cells = [f"Health; {SDG}", f"Health, {SDG}", f"Health\n{SDG}", SDG, "Health"]
    known = column_vocabulary(cells)
    assert {tuple(vocabulary_values(cell, vocabulary=known)) for cell in cells[:3]} == {("Health", SDG)}


def test_commas_separate_nothing_that_is_not_known_elsewhere() -> None:
    assert vocabulary_values("Farmers, fishers", vocabulary=frozenset({"farmers"})) == ["Farmers, fishers"]
    assert vocabulary_values("Farmers, fishers", vocabulary=frozenset()) == ["Farmers, fishers"]


def test_parts_of_a_cell() -> None:
    assert [cell_part("Ada – Forge – Kenya", at=" – ", part=part) for part in range(4)] == ["Ada", "Forge", "Kenya", ""]
    assert [cell_part("Forge (Peru) x", at="(", part=part) for part in range(2)] == ["Forge", "Peru"]
    assert cell_part("one\ntwo", at="line", part=1) == "two"
    assert cell_part("whole", at="", part=0) == "whole"


@given(st.lists(st.text("ab,; |\n", max_size=12), max_size=8))
def test_nothing_but_separators_is_lost(cells: list[str]) -> None:
    known = column_vocabulary(cells)
    for cell in cells:
        letters = [letter for letter in fold(cell) if letter in "ab"]
        kept = [
            letter for value in vocabulary_values(cell, vocabulary=known) for letter in fold(value) if letter in "ab"
        ]
        assert set(kept) == set(letters)
