"""What columns mean in the real files beside this checkout, as the import reads them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import django

from benchmarks.header_cells import LISTS
from skillsnet.core.intake.column_meanings import CERTAIN, SAMPLED_ROWS, Guess, guess_filled_columns
from skillsnet.intake.readers import read_sheet

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
WITHOUT_MEANING = frozenset({"extra", "ignore"})


@dataclass
class RealFileTally:
    """Counts of the columns of real files; the lists name those that somebody should look at.

    `wanted` columns have a meaning, of which `right` are matched or offered rightly. `wrong_unasked` are taken for what
    they are not and nobody is asked; `missed` have a meaning and are kept as extra fields; `unlisted` are not known.
    """

    files: int = 0
    columns: int = 0
    wanted: int = 0
    right: int = 0
    wrong_unasked: list[str] = field(default_factory=list)
    wrong_asked: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)


def real_files() -> Iterator[tuple[Path, dict[str, tuple[str, ...]]]]:
    """Yield each file whose columns are known, with what each of them may rightly be taken for."""
    for block in (LISTS / "real_files.txt").read_text(encoding="utf-8").split("\n@ ")[1:]:
        patterns, *lines = block.strip("\n").splitlines()
        meanings = {name: tuple(truth.split("|")) for truth, _, name in (line.partition(": ") for line in lines)}
        for pattern in patterns.split():
            for path in sorted(SHARED.glob(pattern)):
                if path.name != "README":
                    yield path, meanings


def file_guesses(path: Path) -> dict[str, Guess]:
    """Return what the columns of a file are taken for when it is imported."""
    with path.open("rb") as file, closing(read_sheet(file, name=path.name)) as sheet:
        rows = list(islice((row.cells for row in sheet.rows() if not row.skip), SAMPLED_ROWS))
        return guess_filled_columns(sheet.header, rows)


def tally_real_files() -> RealFileTally:
    """Return the counts over all real files."""
    counts = RealFileTally()
    for path, meanings in real_files():
        counts.files += 1
        for name, guess in file_guesses(path).items():
            _count(counts, f"{path.relative_to(SHARED)}: {name}", guess, truth=_truth(meanings, name))
    return counts


def _truth(meanings: Mapping[str, tuple[str, ...]], name: str) -> Sequence[str]:
    return meanings.get(" ".join(name.split()), ())


def _count(counts: RealFileTally, column: str, guess: Guess, *, truth: Sequence[str]) -> None:
    counts.columns += 1
    note = f"{column} = {'|'.join(truth)}, taken for {guess.target_field} ({guess.confidence})"
    if not truth:
        counts.unlisted.append(note)
        return
    has_meaning, is_right = WITHOUT_MEANING.isdisjoint(truth), guess.target_field in truth
    counts.wanted += has_meaning
    counts.right += has_meaning and is_right
    if is_right:
        return
    if guess.target_field in WITHOUT_MEANING:
        counts.missed.append(note)
    elif guess.confidence >= CERTAIN:
        counts.wrong_unasked.append(note)
    else:
        counts.wrong_asked.append(note)


def real_file_figures() -> dict[str, Any]:
    """Return the figures of all real files, with each column that is not right."""
    # Reading a file asks the settings for the largest one; no database is needed.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    django.setup()
    counts = tally_real_files()
    return {
        "files": counts.files,
        "columns": counts.columns,
        "with a meaning": counts.wanted,
        "right": round(counts.right / counts.wanted, 4) if counts.wanted else 1.0,
        "wrong and nobody is asked": counts.wrong_unasked,
        "wrong and asked about": counts.wrong_asked,
        "missed": counts.missed,
        "not listed": counts.unlisted,
    }
