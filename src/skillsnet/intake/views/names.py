"""How the question about the names of a row's people looks: what is answered, or was refused."""

from dataclasses import dataclass
from typing import Any

from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.naming import NameAnswers


@dataclass(frozen=True)
class RefusedNames:
    """An answer that was not taken, and why: for the row at a place, or for all rows."""

    place: int | None
    answer: str
    source: str
    error: str


def names_view(run: ImportRun, row: ImportRow | None, *, refused: RefusedNames | None) -> dict[str, Any]:
    """Return what stands answered about the names of a row, or of all rows, with what was refused instead."""
    answers, place = NameAnswers.of(run), row.place if row else None
    own = answers.everywhere if place is None else answers.rows.get(place)
    shown = answers.everywhere if place is None else answers.source(place)
    found = {"place": place, "answer": _code(own), "source": own or "", "shown": shown, "error": ""}
    if refused is not None and refused.place == place:
        found |= {"answer": refused.answer, "source": refused.source, "error": refused.error}
    return found


def _code(source: str | None) -> str:
    if source is None:
        return "all"
    return "agreed" if source else "hold"
