"""How the question about the names of a row's people looks: what is answered, or was rejected."""

from dataclasses import dataclass, replace

from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.naming import name_answers


@dataclass(frozen=True)
class NamesRejection:
    """An answer that was not taken, and why: for the row at a position, or for all rows."""

    position: int | None
    answer: str
    source: str
    error: str


@dataclass(frozen=True)
class NamesView:
    """What is answered about the names of a row, or of all rows; `agreed_source` is empty while they are hidden."""

    position: int | None
    answer: str
    source: str
    agreed_source: str
    error: str = ""


def names_view(run: ImportRun, row: ImportRow | None, *, rejection: NamesRejection | None) -> NamesView:
    """Return what is answered about the names of a row, or of all rows, with what was rejected instead."""
    answers, position = name_answers(run), row.position if row else None
    source = answers.everywhere if position is None else answers.rows.get(position)
    agreed_source = answers.everywhere if position is None else answers.source(position)
    view = NamesView(position, _answer_code(source), source or "", agreed_source)
    if rejection is not None and rejection.position == position:
        return replace(view, answer=rejection.answer, source=rejection.source, error=rejection.error)
    return view


def _answer_code(source: str | None) -> str:
    if source is None:
        return "all"
    return "agreed" if source else "hold"
