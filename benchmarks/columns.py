"""What columns mean, on the column names of real registers and forms: ours beside whole names looked up."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from benchmarks.columns_peer import look_up_columns
from benchmarks.columns_real import SHARED, real_file_figures
from benchmarks.header_cells import LISTS, ROWS, invented_cells
from skillsnet.core.intake import guess_target_fields
from skillsnet.core.intake.column_meanings import CERTAIN

# The meanings that the figures are about.
MEASURED = (
    *("title", "organisation", "country", "summary", "contact_name", "contact_email", "external_id", "category"),
)
THREE_LANGUAGES = frozenset({"en", "fr", "es"})
# Lists that are split by their names, and lists that were gathered after the tuning and scored before they were used.
SPLIT_FILES = ("registers", "registers_others", "forms")
LATER_FILES = ("later", "unseen_5", "unseen_6", "unseen_7", "unseen_8", "unseen_9")


@dataclass(frozen=True)
class ListedColumn:
    """A column's name, what it may rightly be taken for, and the kind of its cells."""

    name: str
    meanings: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class HeaderList:
    """The columns of one source."""

    slug: str
    language: str
    source: str
    columns: tuple[ListedColumn, ...]
    file: str

    @property
    def half(self) -> str:
        """`tuning` or `test`, told by the name alone; the file's name for what was gathered after the tuning."""
        return self.file if self.file in LATER_FILES else ("tuning", "test")[crc32(self.slug.encode()) % 2]

    def rows(self) -> list[list[str]]:
        """Return invented rows."""
        cells = [
            invented_cells(
                column.kind, language=self.language, seed=f"{self.slug} {column.name}", is_test=self.half != "tuning"
            )
            for column in self.columns
        ]
        return [[column[row] for column in cells] for row in range(ROWS)]


@dataclass
class Tally:
    """Counts of columns: taken without asking and right, to be recognised and recognised."""

    taken: int = 0
    taken_right: int = 0
    wanted: int = 0
    recognised: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return precision, recall and how many columns they are of."""
        return {
            "precision": round(self.taken_right / self.taken, 4) if self.taken else 1.0,
            "recall": round(self.recognised / self.wanted, 4) if self.wanted else 1.0,
            "columns": self.wanted,
        }


def header_lists() -> list[HeaderList]:
    """Return the lists of all files."""
    lists: list[HeaderList] = []
    for name in (*SPLIT_FILES, *LATER_FILES):
        for block in (LISTS / f"{name}.txt").read_text(encoding="utf-8").split("\n@ ")[1:]:
            head, *lines = block.strip("\n").splitlines()
            slug, language, source = (part.strip() for part in head.split(" | ", 2))
            lists.append(HeaderList(slug, language, source, tuple(map(_column, filter(None, lines))), name))
    return lists


def _column(line: str) -> ListedColumn:
    truth, _, name = line.partition(": ")
    meanings, _, kind = truth.partition("/")
    return ListedColumn(name, tuple(meanings.split("|")), kind or next(m for m in meanings.split("|") if m != "extra"))


Guesser = Callable[[Sequence[str], Sequence[Sequence[str]]], Mapping[str, tuple[str, float]]]


def ours(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, float]]:
    """Return meaning and confidence of each column."""
    guesses = guess_target_fields(header, rows)
    return {name: (guess.target_field, guess.confidence) for name, guess in guesses.items()}


def ours_by_names(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, float]]:
    """Return what the names alone say."""
    return ours(header, [])


def ours_by_cells(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, float]]:
    """Return what the cells alone say."""
    blank = [f"Column {index}" for index in range(len(header))]
    return dict(zip(header, ours(blank, rows).values(), strict=True))


def tally(lists: Sequence[HeaderList], guesser: Guesser) -> tuple[Tally, dict[str, Tally]]:
    """Return the counts over all measured meanings, and of each."""
    total, by_meaning = Tally(), defaultdict(Tally)
    for listed in lists:
        guesses = guesser([column.name for column in listed.columns], listed.rows())
        for column in listed.columns:
            meaning, confidence = guesses[column.name]
            _count(total, by_meaning, listed, column, meaning, confidence)
    return total, by_meaning


def _count(
    total: Tally,
    by_meaning: dict[str, Tally],
    listed: HeaderList,
    column: ListedColumn,
    meaning: str,
    confidence: float,
) -> None:
    is_right = meaning in column.meanings
    wanted = column.meanings[0]
    note = f"{listed.slug}: {column.name} = {'|'.join(column.meanings)}, taken for {meaning} ({confidence})"
    for counts in (total, by_meaning[wanted]) if wanted in MEASURED else ():
        counts.wanted += 1
        counts.recognised += is_right
        if not is_right:
            counts.missed.append(note)
    for counts in (total, by_meaning[meaning]) if meaning in MEASURED and confidence >= CERTAIN else ():
        counts.taken += 1
        counts.taken_right += is_right
        if not is_right:
            counts.wrong.append(note)


def measure(show: str = "") -> Iterator[dict[str, Any]]:
    """Yield precision and recall by half and languages, by meaning, by names and cells alone, and of the peer.

    Parameters
    ----------
    show
        `tuning`: also yield each column of that half that was taken or offered wrongly.
    """
    lists = header_lists()
    start = time.perf_counter()
    for half in ("tuning", "test", *LATER_FILES):
        chosen = [listed for listed in lists if listed.half == half]
        for languages, part in (
            ("en fr es", [listed for listed in chosen if listed.language in THREE_LANGUAGES]),
            ("others", [listed for listed in chosen if listed.language not in THREE_LANGUAGES]),
        ):
            for method, guesser in METHODS.items():
                total, by_meaning = tally(part, guesser)
                yield {
                    "half": half,
                    "languages": languages,
                    "lists": len(part),
                    "method": method,
                    **total.figures(),
                }
                if method == "ours":
                    for meaning in MEASURED:
                        yield {
                            "half": half,
                            "languages": languages,
                            "meaning": meaning,
                            **by_meaning[meaning].figures(),
                        }
                    if show == half:
                        yield from ({"wrong": note} for note in total.wrong)
                        yield from ({"missed": note} for note in total.missed)
    yield {"real files": real_file_figures()} if SHARED.is_dir() else {"real files": "not beside this checkout"}
    yield {"seconds": round(time.perf_counter() - start, 2)}


METHODS: dict[str, Guesser] = {
    "ours": ours,
    "names alone": ours_by_names,
    "cells alone": ours_by_cells,
    "peer: whole names in a table": look_up_columns,
}
