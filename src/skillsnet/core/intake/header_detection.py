"""Finding the row of column names in a sheet, with the headings above it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from skillsnet.core.hyperlinks import split_target
from skillsnet.core.intake.column_meanings.readings import read_header
from skillsnet.core.intake.first_rows import continues_below
from skillsnet.core.intake.header_names import (
    NEEDS_HEADING,
    NEEDS_OWNER,
    OWNER_HEADING,
    count_known_names,
    unique_names,
)
from skillsnet.core.intake.non_data_rows import is_machine_row
from skillsnet.core.intake.option_words import is_filler, is_tick_column
from skillsnet.core.intake.values import count_filled, find_address, find_date
from skillsnet.core.text import fold

SEARCHED_ROWS: Final = 40
MAX_HEADER_CHARS: Final = 400
MAX_GROUP_CHARS: Final = 80
# What of a column's cells must be alike for a text among them to belong to the header.
MIN_BODY_SHARE: Final = 0.8
MIN_CODES_SHARE: Final = 0.6
MIN_CODES: Final = 2
# A row of groups, one of codes, and one of questions stand above the names at most.
MAX_ROWS_ABOVE: Final = 3
# A row of names may hold years or figures among its names, but not more of them than of names.
MAX_DATA_SHARE: Final = 0.5
MIN_KNOWN: Final = 2
_NUMBER: Final = re.compile(r"^[+-]?[\d\s.,]*\d%?$")
_LINK: Final = re.compile(r"^https?://", re.IGNORECASE)
# Names that a program gives: Q3, QID12_TEXT, startDate, group_a_3.
_CODE: Final = re.compile(r"^(?:[A-Za-z]{0,12}\d+(?:[._#]\w+)*|[A-Za-z]+(?:[A-Z][a-z]+)+|[a-z]+(?:_[a-z0-9]+)+)$")
_NUMBERED: Final = re.compile(r"^[A-Za-z]{0,12}\d+(?:[._#]\w+)*$")

Merge = tuple[int, int, int, int]


@dataclass(frozen=True)
class HeaderRow:
    """Where the column names stand and what they are.

    Attributes
    ----------
    index
        Position of the header among the rows that were searched, from 0; the lower one of two header rows.
    names
        One name for each column, each different; a column without a name is called by its letters.
    groups
        The heading above each column's name, or an empty text.
    paths
        For each column the heading, if there is one, and the name as it stands in the file; not always different.
    top
        Position of the first row that is part of the header.
    """

    index: int
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    top: int = 0


def find_header(
    rows: Sequence[Sequence[str]], *, width: int, numbers: Sequence[int] = (), merges: Sequence[Merge] = ()
) -> HeaderRow | None:
    """Return the row of column names, or None when the sheet has none.

    The first row counts that holds at least two texts, at least half as many as the widest row near it, and
    hardly a cell that only data hold (a number, a date, a mail or web address); title rows are passed over so.
    Where that row groups the columns and the row below names them, the row below is the header.

    Parameters
    ----------
    rows
        The sheet's first rows; `SEARCHED_ROWS` of them are looked at.
    width
        Number of columns of the whole sheet.
    numbers
        The number of each row; without them the rows are taken to follow each other.
    merges
        Merged cells as first row, first column, last row, last column; rows by number, columns from 0.

    Returns
    -------
    HeaderRow or None
        The header, with `width` names and `width` groups.
    """
    search = _HeaderSearch(rows[:SEARCHED_ROWS], numbers or range(1, len(rows) + 1), merges, width)
    index = search.first_row_of_names()
    if index is None:
        return None
    for _ in range(MAX_ROWS_ABOVE):
        if search.is_grouping(index) or search.is_of_codes(index):
            index += 1
    return search.header(index)


def header_at(
    rows: Sequence[Sequence[str]], *, index: int, width: int, numbers: Sequence[int], merges: Sequence[Merge] = ()
) -> HeaderRow:
    """Return the header in a row that somebody chose.

    Parameters
    ----------
    rows
        The sheet's first rows.
    index
        The row's position among them.
    width
        Number of columns of the whole sheet.
    numbers
        The number of each row.
    merges
        Merged cells as for `find_header`.

    Returns
    -------
    HeaderRow
        The row's names, with the headings in the row above it if it holds such.
    """
    return _HeaderSearch(rows, numbers, merges, width).header(index)


class _HeaderSearch:
    """A sheet's first rows, and where among them the names may stand."""

    def __init__(self, rows: Sequence[Sequence[str]], numbers: Sequence[int], merges: Sequence[Merge], width: int):
        self.rows = [[" ".join(split_target(cell)[0].split()) for cell in row] for row in rows]
        self.numbers = numbers
        self.width = width
        self.across: dict[int, list[tuple[int, int]]] = {}
        self.down: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom, right in merges:
            if right > left:
                self.across.setdefault(top, []).append((left, right))
            if bottom > top:
                self.down.setdefault(top, []).append((left, bottom))

    def first_row_of_names(self) -> int | None:
        widest = max((count_filled(row) for row in self.rows), default=0)
        for index, row in enumerate(self.rows):
            cells = [cell for cell in row if cell]
            if len(cells) < 2 or len(cells) * 2 < widest:
                continue
            data_count = sum(1 for cell in cells if _is_data(cell))
            if data_count and (data_count > len(cells) * MAX_DATA_SHARE or count_known_names(cells) < MIN_KNOWN):
                return None
            if count_known_names(cells) * 2 <= len(cells) and self._is_first_of_data(index):
                return None
            return index
        return None

    def _is_first_of_data(self, index: int) -> bool:
        """Whether a row holds what the rows below it hold: a country above countries, or a value that comes again."""
        row, below = self._padded(index), [self._padded(number) for number in range(index + 1, len(self.rows))]
        if row in below:
            return False
        columns = zip(row, zip(*below, strict=True), strict=True) if below else ()
        return any(name and continues_below(name, [cell for cell in cells if cell]) for name, cells in columns)

    def is_grouping(self, index: int) -> bool:
        """Whether a row only groups the columns that the row right below it names."""
        if not self._has_next(index):
            return False
        upper, lower = self._padded(index), self._padded(index + 1)
        names = [cell for cell in lower if cell]
        if len(names) < 2:
            return False
        if self._is_split(index):
            return True
        if any(_is_data(cell) for cell in names):
            return False
        number = self.numbers[index]
        spans = [
            (left, right)
            for left, right in self.across.get(number, ())
            if all(lower[left : min(right + 1, self.width)])
        ]
        if spans or any(bottom == number + 1 for _, bottom in self.down.get(number, ())):
            return True
        below_blank = [low for up, low in zip(upper, lower, strict=True) if low and not up]
        repetitions = sum(1 for cell, next_cell in pairwise(upper) if cell and cell == next_cell)
        if not below_blank and not repetitions:
            return False
        # Without merged cells only the words themselves tell names from the first row of data.
        return count_known_names(names) * 2 >= len(names) and count_known_names(names) > count_known_names(
            [cell for cell in upper if cell]
        )

    def is_of_codes(self, index: int) -> bool:
        """Whether a row of codes such as Q1, Q2 stands right above the row of names."""
        if not self._has_next(index):
            return False
        upper = [cell for cell in self.rows[index] if cell]
        lower = [cell for cell in self.rows[index + 1] if cell]
        if any(_is_data(cell) for cell in lower) or len(lower) * 2 < len(upper):
            return False
        if self._is_machine(index + 2) or self._are_codes_over_names(index) or self._are_names_of_names(index):
            return not self._is_machine(index + 1)
        if self._is_repeated_below(index + 1):
            return False
        return count_known_names(upper) == 0 and count_known_names(lower) >= max(MIN_KNOWN, len(lower) // 3)

    def _is_repeated_below(self, index: int) -> bool:
        """Whether a cell of a row stands in its column again, as questions do in a file with a row for each answer."""
        below = self.rows[index + 1 :]
        return any(
            cell and any(column < len(row) and row[column] == cell for row in below)
            for column, cell in enumerate(self.rows[index])
        )

    def _is_machine(self, index: int) -> bool:
        return index < len(self.rows) and is_machine_row(self.rows[index])

    def _are_codes_over_names(self, index: int) -> bool:
        """Whether most cells of a row are codes, and the row below says the same in words."""
        upper, lower = self._padded(index), self._padded(index + 1)
        codes = [cell for cell in upper if cell and _CODE.match(cell)]
        numbered = sum(1 for cell in codes if _NUMBERED.match(cell))
        filled = count_filled(upper)
        if numbered < MIN_CODES or len(codes) < filled * MIN_CODES_SHARE:
            return False
        respelled = sum(
            1
            for up, low in zip(upper, lower, strict=True)
            if " " in low and "".join(fold(low).split()) == "".join(fold(up).split())
        )
        return respelled >= MIN_CODES or sum(1 for low in lower if low.endswith(("?", "؟"))) >= MIN_CODES

    def _are_names_of_names(self, index: int) -> bool:
        """Whether a row of a machine's names stands above names in words that say the same: q_title, "Your title"."""
        pairs = [(up, low) for up, low in zip(self._padded(index), self._padded(index + 1), strict=True) if up and low]
        worded = sum(1 for _, low in pairs if " " in low)
        if any(" " in up for up, _ in pairs) or worded * 2 < len(pairs):
            return False
        alike = sum(1 for up, low in pairs if set(read_header(up).concepts) & set(read_header(low).concepts))
        return alike >= MIN_CODES and alike * 2 >= len(pairs) and not self._is_repeated_below(index + 1)

    def _is_split(self, index: int) -> bool:
        """Whether the row below a row of questions holds their options, which only its cells can tell.

        The row below fills gaps of this one and is no data itself, and either it holds what platforms write under a
        question with one answer; or columns of one question tick what it says; or it leaves a column empty in which
        all data are numbers, dates or addresses.
        """
        upper, lower = self._padded(index), self._padded(index + 1)
        names = [cell for cell in lower if cell]
        gaps = [column for column, cell in enumerate(lower) if cell and not upper[column]]
        texts = [cell for cell in names if not _NUMBER.match(cell)]
        if not gaps or count_filled(upper) < 2 or len(texts) * 2 < len(names) or any(map(_is_data, texts)):
            return False
        if any(is_filler(cell) for cell in names):
            return True
        body = [self._padded(below) for below in range(index + 2, len(self.rows))]
        if not body:
            return False
        columns = [[row[column] for row in body if row[column]] for column in range(self.width)]
        options: dict[str, set[str]] = {}
        heading = ""
        for column, name in enumerate(lower):
            heading = upper[column] or heading
            if name and heading and is_tick_column(name, columns[column]):
                options.setdefault(heading, set()).add(name)
        if any(len(labels) > 1 for labels in options.values()):
            return True
        is_contrast = any(
            upper[column] and not lower[column] and _are_data(cells, least=MIN_BODY_SHARE * len(body))
            for column, cells in enumerate(columns)
        )
        return is_contrast and len(gaps) > 1 and len(body) > 1

    def header(self, index: int) -> HeaderRow:
        groups = self._groups(index)
        lower, number = self._padded(index), self.numbers[index]
        for left, right in self.across.get(number, ()):
            for column in range(left + 1, min(right + 1, self.width)):
                lower[column] = lower[column] or lower[left]
        folded_names = [fold(name) for name in lower]
        names = []
        for column, name in enumerate(lower):
            group = groups[column]
            if not name or (group and is_filler(name)):
                names.append(group)
            elif group and fold(group) != folded_names[column] and self._needs_group(folded_names, column, group):
                names.append(f"{group}: {name}")
            else:
                names.append(name)
        return HeaderRow(
            index=index,
            names=unique_names(names, width=self.width),
            groups=tuple(groups),
            paths=tuple(
                (group, name) if group and name and fold(group) != fold(name) else (name or group,)
                for group, name in zip(groups, lower, strict=True)
            ),
            top=index - 1 if any(groups) else index,
        )

    def _needs_group(self, folded_names: Sequence[str], column: int, group: str) -> bool:
        name = folded_names[column]
        plain = name.strip(" :*.?")
        is_of_owner = plain in NEEDS_OWNER and OWNER_HEADING.search(fold(group)) is not None
        return folded_names.count(name) > 1 or plain in NEEDS_HEADING or is_of_owner

    def _groups(self, index: int) -> list[str]:
        """Return the heading above each column, out of the row right above the names."""
        no_groups = [""] * self.width
        if index == 0 or self.numbers[index] - self.numbers[index - 1] != 1:
            return no_groups
        upper, lower = self._padded(index - 1), self._padded(index)
        number = self.numbers[index - 1]
        spans = dict(self.across.get(number, ()))
        columns = [column for column, cell in enumerate(upper) if cell]
        limit = MAX_HEADER_CHARS if self._is_split(index - 1) else MAX_GROUP_CHARS
        if (len(columns) < 2 and not self._is_over_options(index - 1)) or any(
            _is_data(upper[column]) or len(upper[column]) > limit for column in columns
        ):
            return no_groups
        single_columns = {left for left, bottom in self.down.get(number, ()) if bottom == number + 1}
        is_merged = bool(spans or single_columns)
        is_wide = any(not upper[column] for column in range(columns[0], self.width)) or any(
            cell and cell == next_cell for cell, next_cell in pairwise(upper)
        )
        # A row of codes or of other names has one for each column; a heading reaches over several.
        if not is_merged and not is_wide:
            return no_groups
        groups = list(no_groups)
        for column, following in zip(columns, [*columns[1:], self.width], strict=True):
            # With merged cells a heading reaches as far as its cell; without, as far as the next heading.
            last = spans.get(column, column) if is_merged else following - 1
            if not is_merged and not lower[column]:
                # It names its own column, and no other.
                last = column
            for covered_column in range(column, min(last, self.width - 1) + 1):
                groups[covered_column] = upper[column]
        return groups if any(lower[column] for column in columns) else no_groups

    def _is_over_options(self, index: int) -> bool:
        """Whether the one cell of a row stands above the options of a question, which are the last columns."""
        column = next((at for at, cell in enumerate(self._padded(index)) if cell), 0)
        lower = self._padded(index + 1)
        body = [self._padded(below) for below in range(index + 2, len(self.rows))]
        options = range(column, self.width) if column else ()
        return len(options) > 1 and all(
            is_tick_column(lower[at], [row[at] for row in body if row[at]]) for at in options
        )

    def _has_next(self, index: int) -> bool:
        return index + 1 < len(self.rows) and self.numbers[index + 1] - self.numbers[index] == 1

    def _padded(self, index: int) -> list[str]:
        row = list(self.rows[index][: self.width])
        return row + [""] * (self.width - len(row))


def _are_data(cells: Sequence[str], *, least: float) -> bool:
    return len(cells) >= least and sum(1 for cell in cells if _is_data(cell)) >= MIN_BODY_SHARE * len(cells)


def _is_data(cell: str) -> bool:
    return (
        len(cell) > MAX_HEADER_CHARS
        or bool(_NUMBER.match(cell))
        or bool(_LINK.match(cell))
        or find_address(cell) is not None
        or find_date(cell) is not None
    )
