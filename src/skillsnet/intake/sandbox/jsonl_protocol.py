"""What the sandbox writes, as JSON lines, and how it refuses.

First what the file is: `{"format", "encoding", "delimiter", "sheets": [{"name", "state"}], ...}`. Then for each visible
sheet `{"sheet": number, "merges", "hidden_rows", "hidden_columns"}`, its rows as `[row number, cells, faults]`, and
`{"end": number, "rows", "fault"}`. A refusal is one line on standard error, `refused: CODE`.
"""

import errno
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from skillsnet.intake.sandbox.limits import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, MAX_ROWS_ABOVE

Faults = dict[str, list[Any]]
Row = tuple[int, list[str], Faults]


class Refused(Exception):
    """The file is not read; `code` is one the parent has a sentence for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write(out: TextIO, line: object) -> None:
    """Write one line; lone surrogates pass, since only ASCII is written."""
    try:
        out.write(json.dumps(line, ensure_ascii=True, separators=(",", ":")) + "\n")
    except OSError as error:
        if error.errno in (errno.EFBIG, errno.ENOSPC):
            raise Refused("too_slow") from error
        raise


def write_sheet(out: TextIO, number: int, rows: Iterable[Row], *, about: dict[str, Any]) -> None:
    """Write a sheet's rows, as far as the limits on rows and columns let it."""
    write(out, {"sheet": number, **about})
    count = 0
    for row in rows:
        is_too_long = count == MAX_ROWS + MAX_ROWS_ABOVE
        if is_too_long or len(row[1]) > MAX_COLUMNS:
            write_end(out, number, count, fault="is_too_long" if is_too_long else "is_too_wide")
            return
        count += 1
        write(out, row)
    write_end(out, number, count)


def write_end(out: TextIO, number: int, count: int, *, fault: str = "") -> None:
    """Write a sheet's end, with why it was left before its end: `is_too_long`, `is_too_wide` or `is_too_large`."""
    write(out, {"end": number, "rows": count, "fault": fault})


def filled_rows(rows: Iterable[tuple[int, list[str], Faults]]) -> Iterator[Row]:
    """Yield the rows that hold something, without blank cells at their end; a cell too long is cut and marked."""
    for number, cells, faults in rows:
        while cells and (not cells[-1] or cells[-1].isspace()):
            cells.pop()
        for index, cell in enumerate(cells):
            if len(cell) > MAX_CELL_CHARS:
                faults[str(index)] = ["cell_too_long", len(cell)]
                cells[index] = cell[:MAX_CELL_CHARS]
        if cells or faults:
            yield number, cells, faults
