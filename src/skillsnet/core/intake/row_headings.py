"""Headings between the rows of a table, and the column that what they say belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from skillsnet.core.geo import find_countries
from skillsnet.core.intake.column_meanings import guess_target_fields
from skillsnet.core.intake.non_data_rows import HEADING, TableShape, classify_row, is_separator
from skillsnet.core.intake.values import count_filled

# One heading may be the title of the table.
MIN_HEADINGS: Final = 2
COUNTRY_COLUMN: Final = "Country"
HEADING_COLUMN: Final = "Heading above the row"


@dataclass(frozen=True)
class HeadingPlace:
    """Where headings belong: the position of a column, or -1 and the name of a column that they make by themselves."""

    column: int = -1
    name: str = ""


def heading_text(cells: Sequence[str]) -> str:
    """Return what a heading says.

    Examples
    --------
    >>> heading_text(["", "Kenya:", ""])
    'Kenya'
    """
    return next((cell.strip(" \t:–—-") for cell in cells if cell.strip()), "")


def find_heading_place(
    names: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    shape: TableShape,
    spans: Mapping[int, int],
) -> HeadingPlace | None:
    """Return where the headings between rows belong.

    Parameters
    ----------
    names
        Column names.
    rows
        Rows below them with their numbers; some hundred tell enough.
    shape
        What the rows usually look like.
    spans
        Number of columns that the widest merged cell of a row covers, by row.

    Returns
    -------
    HeadingPlace or None
        The column that holds nothing but them; the column of countries where each is one, or a new one; another new
        one for groups of another kind. None where there are few, or where they only part batches. O(cells).
    """
    skips = [
        classify_row(cells, number=number, shape=shape, span=spans.get(number, 1), is_apart=False)
        for number, cells in rows
    ]
    texts = [heading_text(cells) for (_, cells), skip in zip(rows, skips, strict=True) if skip == HEADING]
    if len(texts) < MIN_HEADINGS:
        return None
    data = [cells for (_, cells), skip in zip(rows, skips, strict=True) if not skip]
    column = shape.group_column
    are_countries = all(find_countries(text) is not None for text in texts)
    if column >= 0 and not any(column < len(cells) and cells[column].strip() for cells in data):
        return HeadingPlace(column)
    if are_countries:
        guesses = guess_target_fields(names, data)
        country_column = next((at for at, name in enumerate(names) if guesses[name].target_field == "country"), -1)
        return HeadingPlace(country_column) if country_column >= 0 else HeadingPlace(name=COUNTRY_COLUMN)
    if column >= 0 and not any(map(is_separator, texts)):
        return HeadingPlace(name=HEADING_COLUMN)
    return None


def with_heading(cells: list[str], *, heading: str, position: int) -> list[str]:
    """Return the cells of a row of data with the heading above it, where the row does not say otherwise."""
    if not heading or not count_filled(cells) or (position < len(cells) and cells[position].strip()):
        return cells
    padded = [*cells, *[""] * (position + 1 - len(cells))]
    padded[position] = heading
    return padded
