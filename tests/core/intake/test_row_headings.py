"""Headings between rows, and the column that what they say belongs to."""

import pytest

from skillsnet.core.intake.non_data_rows import table_shape
from skillsnet.core.intake.row_headings import (
    COUNTRY_COLUMN,
    HEADING_COLUMN,
    HeadingPlace,
    find_heading_place,
    with_heading,
)


def _place(names: list[str], *rows: list[str]) -> HeadingPlace | None:
    numbered = [(number, [*row, *[""] * (len(names) - len(row))]) for number, row in enumerate(rows, start=2)]
    shape = table_shape(names, [""] * len(names), numbered, last=numbered)
    return find_heading_place(names, numbered, shape=shape, spans={})


NAMES = ["Title", "Organisation", "Summary", "Budget"]
LOOMS = ["Looms", "Atelier Ada", "We teach weaving in three villages.", "10"]
PUMPS = ["Pumps", "Atelier Bo", "We repair pumps with apprentices.", "20"]


@pytest.mark.parametrize(
    ("names", "rows", "place"),
    [
        (NAMES, [["Kenya"], LOOMS, ["Peru:"], PUMPS], {"name": COUNTRY_COLUMN}),
        (NAMES, [["Digital"], LOOMS, ["Green"], PUMPS], {"name": HEADING_COLUMN}),
        (["Area", *NAMES[:3]], [["Digital"], ["", *LOOMS[:3]], ["Green"], ["", *PUMPS[:3]]], {"column": 0}),
        (
            ["Title", "Organisation", "Summary", "Country"],
            [["Kenya"], LOOMS[:3], ["Peru"], PUMPS[:3], [*PUMPS[:3], "Chad"]],
            {"column": 3},
        ),
        (NAMES, [["Batch 1"], LOOMS, ["Batch 2"], PUMPS], None),
        (NAMES, [LOOMS, PUMPS, ["Kenya"], LOOMS], None),
    ],
)  # fmt: skip
def test_headings_belong_to_a_column_of_their_own_that_of_countries_or_a_new_one(
    names: list[str], rows: list[list[str]], place: dict[str, int | str] | None
) -> None:
    assert _place(names, *rows) == (HeadingPlace(**place) if place else None)  # type: ignore[arg-type]


def test_heading_is_written_only_where_the_row_does_not_say_otherwise() -> None:
    assert with_heading(["Looms"], heading="Kenya", position=2) == ["Looms", "", "Kenya"]
    assert with_heading(["Looms", "Mali"], heading="Kenya", position=1) == ["Looms", "Mali"]
    assert with_heading(["Looms"], heading="", position=2) == ["Looms"]
