"""A sheet with one project in each column is told from one with one project in each row."""

import pytest

from skillsnet.core.intake.transposed_sheets import find_field_names

LIST = [
    ["Project title", "Organisation", "Country", "Summary", "E-mail"],
    ["Night school", "Sample College", "Peru", "Evening classes for bakers.", "office@college.example.org"],
    ["Tool library", "Umoja Trust", "Kenya", "Neighbours lend each other tools.", "mail@umoja.example.org"],
    ["Seed book", "Green Hills Association", "Rwanda", "Farmers note what grew.", "seed@hills.example.org"],
]
TRANSPOSED = [list(column) for column in zip(*LIST, strict=True)]


@pytest.mark.parametrize(
    "rows",
    [
        TRANSPOSED,
        [["Our form"], *TRANSPOSED],
        [row[:2] for row in TRANSPOSED],
        [["", "Project 1", "Project 2", "Project 3"], *TRANSPOSED],
        [["Field", "Answer"], *(row[:2] for row in TRANSPOSED)],
    ],
)
def test_fields_in_the_first_column_are_found(rows: list[list[str]]) -> None:
    assert {"Project title", "Organisation", "Country"} <= set(find_field_names(rows))


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        LIST,
        [row[:1] for row in TRANSPOSED],
        TRANSPOSED[:3],
        # Two people who answered one question a row.
        [["Question", "Answer"], *(row[:2] for row in TRANSPOSED), *(row[:2] for row in TRANSPOSED)],
        # A list of words that are names of fields.
        [["Title", "Organisation", "Country"], *([word, "Umoja Trust", "Kenya"] for word in LIST[0])],
    ],
)
def test_other_sheets_are_left_alone(rows: list[list[str]]) -> None:
    assert find_field_names(rows) == ()
