"""Columns of invented exports, of many layouts and languages: nearly all are told, and nearly none is told wrongly."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from skillsnet.core.intake.column_meanings import CERTAIN, Guess, guess_filled_columns

SAMPLES = Path(__file__).with_name("export_samples.txt")
MEASURED = {"title", "organisation", "country", "summary", "contact_name", "contact_email", "external_id", "category"}


@dataclass(frozen=True)
class ExportSample:
    """A layout: its language, what each column may be taken for, the names, and rows."""

    name: str
    language: str
    truths: list[set[str]]
    header: list[str]
    rows: list[list[str]]

    def judged(self) -> Iterator[tuple[str, set[str], Guess]]:
        """Yield the name, the truth and the guess of each column."""
        guesses = guess_filled_columns(self.header, self.rows)
        yield from zip(self.header, self.truths, guesses.values(), strict=True)


def _samples() -> list[ExportSample]:
    samples = []
    for block in SAMPLES.read_text(encoding="utf-8").split("\n@ ")[1:]:
        head, truths, *lines = block.strip("\n").split("\n")
        name, language = head.split(" | ")
        header, *rows = [line.split("|") for line in lines]
        samples.append(ExportSample(name, language, [set(cell.split("+")) for cell in truths.split("|")], header, rows))
    return samples


def _is_right(guess: Guess, truth: set[str]) -> bool:
    return guess.target_field in truth or ("-" in truth and guess.target_field not in MEASURED)


@pytest.mark.medium
def test_there_are_many_layouts_and_languages() -> None:
    samples = _samples()
    assert (len(samples) > 55, len({sample.language for sample in samples}) >= 18) == (True, True)


@pytest.mark.medium
@pytest.mark.parametrize("is_of_three", [True, False])
def test_columns_are_told_from_names_and_cells(is_of_three: bool) -> None:
    judged = [
        (sample.name, *column)
        for sample in _samples()
        if (sample.language in ("en", "fr", "es")) is is_of_three
        for column in sample.judged()
    ]
    taken = [
        (name, column, guess.target_field, _is_right(guess, truth))
        for name, column, truth, guess in judged
        if guess.target_field in MEASURED and guess.confidence >= CERTAIN
    ]
    wanted = [
        (name, column, truth, guess.target_field, _is_right(guess, truth))
        for name, column, truth, guess in judged
        if truth <= MEASURED
    ]
    wrong, missed = [item for item in taken if not item[-1]], [item for item in wanted if not item[-1]]
    assert len(wrong) <= 0.03 * len(taken), wrong
    assert len(missed) <= 0.05 * len(wanted), missed
