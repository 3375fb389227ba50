"""Text files (.csv, .tsv, .txt) as rows: which letters, which delimiter, and quotes that nobody closed."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, TextIO

from skillsnet.core.cell_faults import NUMBER_ROUNDED, CellFault
from skillsnet.intake.sandbox.encodings import EncodedText, open_text
from skillsnet.intake.sandbox.jsonl_protocol import (
    ListedSheet,
    RowLine,
    SheetStart,
    TableFile,
    TextDefects,
    filled_rows,
    write,
    write_sheet,
)

DELIMITERS = ",;\t|"
SNIFFED_CHARS = 200_000
SNIFFED_ROWS = 200
SHOWN_ROWS = 20
# A cell with more lines than this is no cell, but a quote that nobody closed.
MAX_LINES_A_ROW = 2000
MAX_CHARS_A_ROW = 2_000_000
_UNWANTED = re.compile("[\x00\ufeff]")
_SEP = re.compile(r'^"?sep=(.)"?[\r\n]*$', re.IGNORECASE)
# How spreadsheet programs shorten a number of twelve digits and more when they save it as text.
_SHORTENED = re.compile(r"^-?\d([.,]\d+)?[Ee]\+\d{1,2}$")


def write_text(source: IO[bytes], out: TextIO, *, encoding: str, delimiter: str, suffix: str) -> None:
    """Write the file's table as one sheet without a name."""
    text = open_text(source, encoding=encoding)
    start = _UNWANTED.sub("", text.start(SNIFFED_CHARS))
    is_whole = len(start) < SNIFFED_CHARS
    sep = _SEP.match(start.partition("\n")[0]) if start else None
    delimiter = delimiter or (sep.group(1) if sep else find_delimiter(start, is_whole=is_whole, suffix=suffix))
    sheets = (ListedSheet("", is_visible=True),)
    write(out, TableFile(suffix.lstrip(".") or "csv", text.encoding, delimiter, sheets).to_json())
    reader = _RowReader(_text_lines(text), delimiter=delimiter, has_sep=sep is not None)
    write_sheet(out, SheetStart(0), filled_rows(reader.rows()))
    unclosed = tuple(reader.unclosed_rows[:SHOWN_ROWS])
    write(out, TextDefects(unclosed, len(reader.unclosed_rows), text.broken_letters).to_json())


def _text_lines(text: EncodedText) -> Iterator[str]:
    for line in text.lines():
        yield _UNWANTED.sub("", line) if "\x00" in line or "\ufeff" in line else line


def find_delimiter(text: str, *, is_whole: bool = True, suffix: str = "") -> str:
    """Return the delimiter that cuts the lines into the most columns, equally many in most lines."""
    best, best_score = "\t" if suffix == ".tsv" else ",", 0.0
    csv.field_size_limit(SNIFFED_CHARS * 2)
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > SNIFFED_ROWS:
                break
        if not is_whole and len(rows) > 1:
            rows.pop()
        widths = [len(row) for row in rows if any(row)]
        if not widths or max(widths) < 2:
            continue
        usual_width = max(set(widths), key=lambda width: (widths.count(width), width))
        score = usual_width * widths.count(usual_width) / len(widths) if usual_width > 1 else 0.0
        if suffix == ".tsv" and delimiter == "\t":
            score *= 2
        if score > best_score:
            best, best_score = delimiter, score
    return best


class _RowTooLong(Exception):
    """One row has taken more lines than a row can have."""


@dataclass
class _LineFeed:
    """Lines for the csv reader, which can be given back when a quote swallowed them."""

    source: Iterator[str]
    returned: deque[str] = field(default_factory=deque)
    row_lines: list[str] = field(default_factory=list)
    chars: int = 0
    is_over: bool = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.returned:
            line = self.returned.popleft()
        else:
            try:
                line = next(self.source)
            except StopIteration:
                self.is_over = True
                raise
        self.row_lines.append(line)
        self.chars += len(line)
        if len(self.row_lines) > 1 and (len(self.row_lines) > MAX_LINES_A_ROW or self.chars > MAX_CHARS_A_ROW):
            raise _RowTooLong
        return line

    def take(self) -> list[str]:
        """Return the lines of the row that was just read."""
        row_lines, self.row_lines, self.chars = self.row_lines, [], 0
        return row_lines


@dataclass
class _RowReader:
    """Rows of a text file, numbered as a spreadsheet program would number them."""

    lines: Iterable[str]
    delimiter: str
    has_sep: bool
    unclosed_rows: list[int] = field(default_factory=list)
    usual_width: int = 0

    def rows(self) -> Iterator[RowLine]:
        """Yield each row; a line of its own whose quote is never closed ends at its end."""
        feed = _LineFeed(iter(self.lines))
        csv.field_size_limit(2**31 - 1)
        reader = csv.reader(feed, delimiter=self.delimiter)
        if self.has_sep:
            next(feed)
            feed.take()
        number = 0
        while True:
            try:
                cells = next(reader)
                is_unclosed = feed.is_over and self._is_open(feed.row_lines)
            except StopIteration:
                return
            except _RowTooLong:
                cells, is_unclosed = [], True
            row_lines = feed.take()
            number += 1
            if is_unclosed:
                self.unclosed_rows.append(number)
                feed.returned.extendleft(reversed(row_lines[1:]))
                feed.is_over = False
                cells = self._unquoted_cells(row_lines[0])
                reader = csv.reader(feed, delimiter=self.delimiter)
            self.usual_width = max(self.usual_width, len(cells)) if number < SNIFFED_ROWS else self.usual_width
            yield RowLine(number, cells, _rounded_numbers(cells))

    def _is_open(self, row_lines: list[str]) -> bool:
        """Whether the last row ended only because the file did."""
        try:
            for _ in csv.reader(row_lines, delimiter=self.delimiter, strict=True):
                pass
        except csv.Error as error:
            return "unexpected end of data" in str(error)
        return False

    def _unquoted_cells(self, line: str) -> list[str]:
        """Return the cells of one line with an open quote: as the quotes say, or without them if that fits better."""
        quoted = next(csv.reader([line], delimiter=self.delimiter), [])
        plain = next(csv.reader([line], delimiter=self.delimiter, quoting=csv.QUOTE_NONE), [])
        if len(plain) == self.usual_width != len(quoted):
            quoted = plain
        return [cell.rstrip("\r\n") for cell in quoted]


def _rounded_numbers(cells: list[str]) -> dict[str, CellFault]:
    return {
        str(index): CellFault(NUMBER_ROUNDED)
        for index, cell in enumerate(cells)
        if "+" in cell and len(cell) < 30 and _SHORTENED.match(cell)
    }
