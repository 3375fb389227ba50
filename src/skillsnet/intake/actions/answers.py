"""What a facilitator answers about an import: a corrected cell, the code of a value, whether two are one."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.text import clean, fold
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.lists import is_code
from skillsnet.intake.queries.naming import asks_about_names
from skillsnet.participants.models import SOURCE_LETTERS

# Names are held back, or shown since the people agreed; or the row has no answer of its own.
NamesAnswer = Literal["hold", "agreed", "all"]
MAX_CELL_CHARS = 32_767
# While rows wait to be written, and after the others were: an answer is taken, and the file looked at again.
ANSWERABLE = (RunState.PREVIEW, RunState.COMMITTED)


@transaction.atomic
def correct_cell(run: ImportRun, row: ImportRow, *, column: int, text: str, by: int | None) -> ImportRow:
    """Put another text into a cell; what stood there in the file is kept beside it, and returning to it undoes this."""
    _hold(run)
    row = ImportRow.objects.select_for_update().get(pk=row.pk, run=run)
    if row.is_written:
        raise Invalid(_("Row %(row)d has already been imported. Change the project instead.") % {"row": row.number})
    if not 0 <= column < len(run.header):
        raise Invalid(_("The file has no such column. Reload the page and try again."))
    text = clean(text).strip()
    if len(text) > MAX_CELL_CHARS:
        said = _("The text has %(length)d characters; a cell holds at most %(limit)d. Shorten it.")
        raise Invalid(said % {"length": len(text), "limit": MAX_CELL_CHARS})
    cells = [*row.cells, *([""] * (column + 1 - len(row.cells)))]
    was = row.original_cells.get(str(column), cells[column])
    cells[column] = text
    row.cells = cells
    row.original_cells = {**row.original_cells, str(column): was}
    if was == text:
        row.original_cells.pop(str(column))
    faults = {place: fault for place, fault in row.parsed.get("faults", {}).items() if place != str(column)}
    # Whoever corrects a row that was taken for a heading or a sum says that it is none.
    kept = {name: part for name, part in row.parsed.items() if name != "skip"}
    row.parsed = {**kept, "faults": faults}
    row.save(update_fields=["cells", "original_cells", "parsed"])
    ImportRun.objects.filter(pk=run.pk).update(is_stale=True)
    record("intake.correct_cell", subject=f"import:{run.pk}", by=by, row=row.number, column=column)
    return row


@transaction.atomic
def resolve_value(run: ImportRun, *, target_field: str, value: str, code: str, by: int | None) -> None:
    """Say what a value that no list knows means, in every row of the file; an empty code for "not stated"."""
    locked = _hold(run)
    if code and not is_code(target_field, code):
        raise Invalid(
            _("“%(code)s” is not one of the choices for this value. Reload the page and choose again.") % {"code": code}
        )
    values = {name: dict(known) for name, known in locked.choices.get("values", {}).items()}
    values.setdefault(target_field, {})[fold(" ".join(value.split()))] = code
    _choose(run, locked, {"values": values})
    record("intake.resolve_value", subject=f"import:{run.pk}", by=by, meaning=target_field, code=code)


@transaction.atomic
def answer_organisation(
    run: ImportRun, row: ImportRow, *, same: int | None, take: Iterable[str] = (), by: int | None
) -> None:
    """Say which of the organisations it was asked about the row's is, by its place in the question, or none of them.

    `take` names the fields whose values come from the file; the others stay as they stand.
    """
    locked = _hold(run)
    organisation = row.parsed.get("organisation")
    if not organisation or not organisation.get("asks"):
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    if same is None:
        choice: dict[str, Any] = _is_new(organisation)
    else:
        other = _asked(organisation["asks"], same)
        leave = [name for name in ("type",) if name not in set(take)]
        choice = {"id": other["id"], "key": other["key"], "take": sorted(set(take)), "leave": leave}
    answers = {**locked.choices.get("organisations", {}), organisation["is"]["key"]: choice}
    if same is not None and organisation["key"] != organisation["is"]["key"]:
        answers[organisation["key"]] = choice
    _choose(run, locked, {"organisations": answers})
    record("intake.answer_organisation", subject=f"import:{run.pk}", by=by, row=row.number, same=same is not None)


@transaction.atomic
def answer_project(run: ImportRun, row: ImportRow, *, is_same: bool, take: Iterable[str] = (), by: int | None) -> None:
    """Say whether the row is the project it was asked about; `take` names what it changes of that one."""
    locked = _hold(run)
    question = row.parsed.get("asks")
    if not question:
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    choice: dict[str, Any] = {"new": True}
    if is_same:
        choice = {"id": question["id"], "key": question["key"], "place": row.place, "take": sorted(set(take))}
    answers = {**locked.choices.get("projects", {}), row.parsed["key"]: choice}
    _choose(run, locked, {"projects": answers})
    record("intake.answer_project", subject=f"import:{run.pk}", by=by, row=row.number, same=is_same)


@transaction.atomic
def answer_all_new(run: ImportRun, *, by: int | None) -> int:
    """Say of every row that still asks that it is a new one; return how many."""
    locked = _hold(run)
    organisations, projects = (dict(locked.choices.get(name, {})) for name in ("organisations", "projects"))
    rows = list(ImportRow.objects.filter(run=run, state=RowState.NEEDS_DECISION).order_by("place"))
    for row in rows:
        if row.parsed.get("asks"):
            projects[row.parsed["key"]] = {"new": True}
        organisation = row.parsed["organisation"]
        if organisation and organisation["asks"]:
            organisations[organisation["is"]["key"]] = _is_new(organisation)
    _choose(run, locked, {"organisations": organisations, "projects": projects})
    record("intake.answer_all_new", subject=f"import:{run.pk}", by=by, rows=len(rows))
    return len(rows)


@transaction.atomic
def answer_names(
    run: ImportRun, *, row: ImportRow | None = None, answer: NamesAnswer, source: str = "", by: int | None
) -> None:
    """Say what becomes of the names in rows that name their own people: of all of them, or of one.

    The answer holds when the rows are written; nothing has to be compared anew for it.
    """
    locked = _hold(run)
    source = " ".join(clean(source).split()) if answer == "agreed" else ""
    if answer == "agreed" and not source:
        raise Invalid(_("Write how you know that the people agreed. For example: consent form of the call."))
    if len(source) > SOURCE_LETTERS:
        said = _("The text has %(length)d characters; the limit is %(limit)d. Shorten it.")
        raise Invalid(said % {"length": len(source), "limit": SOURCE_LETTERS})
    names = locked.choices.get("names", {})
    if row is None:
        names = {**names, "all": source}
    elif not asks_about_names(row):
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    else:
        rows = {place: said for place, said in names.get("rows", {}).items() if place != str(row.place)}
        names = {**names, "rows": rows if answer == "all" else {**rows, str(row.place): source}}
    run.choices = {**locked.choices, "names": {**names, "by": by}}
    ImportRun.objects.filter(pk=run.pk).update(choices=run.choices)
    record("intake.answer_names", subject=f"import:{run.pk}", by=by, answer=answer, row=row.number if row else None)


def _is_new(organisation: dict[str, Any]) -> dict[str, Any]:
    """Return the answer that an organisation is none of those it was asked about."""
    return {"new": True, "not": [{"id": other["id"], "key": other["key"]} for other in organisation["asks"]]}


def _asked(asks: Sequence[dict[str, Any]], place: int) -> dict[str, Any]:
    if not 0 <= place < len(asks):
        raise Invalid(_("That organisation is not one of the possible duplicates. Reload the page."))
    return asks[place]


def _hold(run: ImportRun) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in ANSWERABLE:
        raise InvalidTransition(locked, RunState.PREVIEW)
    return locked


def _choose(run: ImportRun, locked: ImportRun, changed: dict[str, Any]) -> None:
    run.choices = {**locked.choices, **changed}
    ImportRun.objects.filter(pk=run.pk).update(choices=run.choices, is_stale=True)
