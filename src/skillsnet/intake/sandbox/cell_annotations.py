"""What a sheet's XML says beside its values: formulas without one, errors, how numbers are shown, what is hidden."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

FORMULA: Final = 1
PERCENT: Final = 2
FIRST_PADDED: Final = 100
FIRST_ERROR: Final = 1000
MAX_ERRORS: Final = 50
MAX_MERGES: Final = 20_000
MAX_HIDDEN_ROWS: Final = 1000


@dataclass
class SheetMarks:
    """Marks of one sheet; rows and columns from 0, in the file's order, kept in arrays since there may be millions."""

    rows: "array[int]" = field(default_factory=lambda: array("I"))
    columns: "array[int]" = field(default_factory=lambda: array("H"))
    kinds: "array[int]" = field(default_factory=lambda: array("H"))
    errors: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def add(self, row: int, column: int, kind: int) -> None:
        """Mark a cell."""
        if 0 <= row < 2**32 and 0 <= column < 2**16:
            self.rows.append(row)
            self.columns.append(column)
            self.kinds.append(kind)

    def add_error(self, row: int, column: int, text: str) -> None:
        """Mark a cell that shows an error."""
        text = text.strip()[:20] or "#VALUE!"
        if text not in self.errors:
            if len(self.errors) == MAX_ERRORS:
                text = self.errors[0]
            else:
                self.errors.append(text)
        self.add(row, column, FIRST_ERROR + self.errors.index(text))

    def add_value(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def by_row(self) -> Iterator[tuple[int, dict[int, int]]]:
        """Yield each row that has marks, in its order, with its columns and their kinds."""
        order: Any = range(len(self.rows))
        if any(self.rows[place] > self.rows[place + 1] for place in range(len(self.rows) - 1)):
            order = sorted(order, key=self.rows.__getitem__)
        row, marks = -1, dict[int, int]()
        for place in order:
            if self.rows[place] != row:
                if marks:
                    yield row, marks
                row, marks = self.rows[place], {}
            marks[self.columns[place]] = self.kinds[place]
        if marks:
            yield row, marks
