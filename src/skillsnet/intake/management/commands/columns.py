"""Say what the columns of a file are taken for, without importing it."""

import json
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.core.intake.column_meanings import EMPTY_COLUMN, SAMPLED_ROWS, Guess, guess_filled_columns
from skillsnet.intake.enums import target_field_label
from skillsnet.intake.readers import read_sheet
from skillsnet.intake.sentences import guess_sentence

UNREADABLE = 2


class ColumnAnswer(TypedDict):
    """What a column is taken for, as the command prints it."""

    name: str
    meaning: str
    confidence: float
    why: str


class Command(BaseCommand):
    """Reads a spreadsheet as an import does and prints the meaning of each column; needs no database."""

    help = "Say what the columns of a spreadsheet are taken for. Nothing is imported."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            guesses = _guesses(options["file"])
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if options["as_json"]:
            answer = {"columns": [_answer(name, guess) for name, guess in guesses.items()]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for name, guess in guesses.items():
            self.stdout.write(f"{name}\t{target_field_label(guess.target_field)}\t{guess_sentence(guess)}")


def _guesses(path: Path) -> dict[str, Guess]:
    """Return what each column is taken for, as a new import of the file would have it."""
    try:
        with path.open("rb") as file, closing(read_sheet(file, name=path.name)) as sheet:
            rows = (row.cells for row in sheet.rows() if not row.skip)
            sample = list(islice(rows, SAMPLED_ROWS))
            filled = {index for row in sample for index, cell in enumerate(row) if cell}
            for row in rows:
                filled.update(index for index, cell in enumerate(row) if cell)
            guesses = guess_filled_columns(sheet.header, sample)
            empty = [name for index, name in enumerate(sheet.header) if index not in filled]
            return guesses | dict.fromkeys(empty, EMPTY_COLUMN)
    except OSError as error:
        text = _("%(path)s cannot be opened: %(reason)s. Check the path and that you are allowed to read the file.")
        raise Invalid(text % {"path": path, "reason": error.strerror}) from error


def _answer(name: str, guess: Guess) -> ColumnAnswer:
    return {"name": name, "meaning": guess.target_field, "confidence": guess.confidence, "why": guess.why}
