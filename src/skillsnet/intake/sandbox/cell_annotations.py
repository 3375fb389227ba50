"""What a sheet's XML says beside its values: formulas without one, errors, how numbers are shown, what is hidden."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

FORMULA: Final = 1
PERCENT: Final = 2
FIRST_PADDED: Final = 100
FIRST_ERROR: Final = 1000
MAX_ERRORS: Final = 50
MAX_MERGES: Final = 20_000
MAX_HIDDEN_ROWS: Final = 1000
MAX_LINKS: Final = 200_000
MAX_TARGET_CHARS: Final = 2000


@dataclass
class SheetAnnotations:
    """Annotations of one sheet's cells; rows and columns from 0, in arrays, since there may be millions of them."""

    rows: "array[int]" = field(default_factory=lambda: array("I"))
    columns: "array[int]" = field(default_factory=lambda: array("H"))
    kinds: "array[int]" = field(default_factory=lambda: array("H"))
    errors: list[str] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    # What HYPERLINK formulas without a stored value show, by row and column.
    link_texts: dict[int, dict[int, str]] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1

    def add(self, row: int, column: int, kind: int) -> None:
        """Annotate a cell."""
        if 0 <= row < 2**32 and 0 <= column < 2**16:
            self.rows.append(row)
            self.columns.append(column)
            self.kinds.append(kind)

    def add_error(self, row: int, column: int, text: str) -> None:
        """Annotate a cell that shows an error."""
        text = text.strip()[:20] or "#VALUE!"
        if text not in self.errors:
            if len(self.errors) == MAX_ERRORS:
                text = self.errors[0]
            else:
                self.errors.append(text)
        self.add(row, column, FIRST_ERROR + self.errors.index(text))

    def add_link(self, row: int, column: int, target: str) -> None:
        """Note the address behind a cell."""
        if target and row >= 0 and column >= 0 and len(self.links) < MAX_LINKS:
            self.links[row, column] = target[:MAX_TARGET_CHARS]

    def add_value(self, row: int, column: int) -> None:
        """Note that a cell holds something."""
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)

    def by_row(self) -> Iterator[tuple[int, dict[int, int]]]:
        """Yield each row that has annotated cells, in its order, with its columns and their kinds."""
        order: Sequence[int] = range(len(self.rows))
        if any(self.rows[index] > self.rows[index + 1] for index in range(len(self.rows) - 1)):
            order = sorted(order, key=self.rows.__getitem__)
        row, kinds = -1, dict[int, int]()
        for index in order:
            if self.rows[index] != row:
                if kinds:
                    yield row, kinds
                row, kinds = self.rows[index], {}
            kinds[self.columns[index]] = self.kinds[index]
        if kinds:
            yield row, kinds
