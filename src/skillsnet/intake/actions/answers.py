"""What a facilitator answers while looking at an import: a corrected cell, a value's meaning, whether two are one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.answers import (
    LEFT_AS_IS,
    DuplicateAnswer,
    OrganisationAnswer,
    OrganisationReference,
    RunAnswers,
    folded_value,
)
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject
from skillsnet.core.intake.record_linkage.repeated_projects import ALL_ROWS, REPEAT_ANSWERS, REPEATS
from skillsnet.core.text import clean
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.lists import is_code
from skillsnet.intake.queries.naming import asks_about_names
from skillsnet.intake.queries.stored_values import parsed_row, run_answers
from skillsnet.participants.models import SOURCE_LETTERS
from skillsnet.taxonomy.actions import add_named_category, undo_step
from skillsnet.taxonomy.models import DraftStep
from skillsnet.taxonomy.queries import current_edition

# Names are held back, or shown since the people agreed; or the row has no answer of its own.
NamesAnswer = Literal["hold", "agreed", "all"]
MAX_CELL_CHARS = 32_767
# While rows wait to be written, and after the others were: an answer is taken, and the file looked at again.
ANSWERABLE = (RunState.PREVIEW, RunState.COMMITTED)


@transaction.atomic
def correct_cell(run: ImportRun, row: ImportRow, *, column: int, text: str, by: int | None) -> ImportRow:
    """Put another text into a cell; what stood there in the file is kept beside it, and returning to it undoes this."""
    _lock(run)
    row = ImportRow.objects.select_for_update().get(pk=row.pk, run=run)
    if row.is_written:
        raise Invalid(_("Row %(row)d has already been imported. Change the project instead.") % {"row": row.number})
    if not 0 <= column < len(run.header):
        raise Invalid(_("The file has no such column. Reload the page and try again."))
    text = clean(text).strip()
    if len(text) > MAX_CELL_CHARS:
        message = _("The text has %(length)d characters; a cell holds at most %(limit)d. Shorten it.")
        raise Invalid(message % {"length": len(text), "limit": MAX_CELL_CHARS})
    cells = [*row.cells, *([""] * (column + 1 - len(row.cells)))]
    original = row.original_cells.get(str(column), cells[column])
    cells[column] = text
    row.cells = cells
    row.original_cells = {**row.original_cells, str(column): original}
    if original == text:
        row.original_cells.pop(str(column))
    parsed = parsed_row(row)
    faults = {index: fault for index, fault in parsed.faults.items() if index != str(column)}
    # Whoever corrects a row that was taken for a heading or a sum says that it is none.
    row.parsed = replace(parsed, faults=faults, skip="").to_json()
    row.save(update_fields=["cells", "original_cells", "parsed"])
    ImportRun.objects.filter(pk=run.pk).update(is_stale=True)
    record("intake.correct_cell", subject=f"import:{run.pk}", by=by, row=row.number, column=column)
    return row


@transaction.atomic
def resolve_value(run: ImportRun, *, target_field: str, value: str, code: str, by: int | None) -> None:
    """Say what a value that no list knows means, in every row of the file; an empty code for "not stated"."""
    locked = _lock(run)
    if code and not is_code(target_field, code):
        raise Invalid(
            _("“%(code)s” is not one of the choices for this value. Reload the page and choose again.") % {"code": code}
        )
    _store(run, run_answers(locked).with_value(target_field, folded_value(value), code=code))
    record("intake.resolve_value", subject=f"import:{run.pk}", by=by, meaning=target_field, code=code)


@transaction.atomic
def leave_values(run: ImportRun, values: Iterable[tuple[str, str]], *, by: int | None) -> int:
    """Leave values, each with its target field, as they are in the file; return how many.

    They are kept as extra fields, and nobody is asked about them again, nor in the next file from the same source.
    """
    locked = _lock(run)
    answers, count = run_answers(locked), 0
    for target_field, value in values:
        answers, count = answers.with_value(target_field, folded_value(value), code=LEFT_AS_IS), count + 1
    _store(run, answers)
    record("intake.leave_values", subject=f"import:{run.pk}", by=by, values=count)
    return count


@transaction.atomic
def make_categories(run: ImportRun, values: Sequence[str], *, language: str, by: int | None) -> int:
    """Make values of the file categories of the draft of the next edition; return how many are new there.

    The rows keep the values as extra fields. By these, publishing the edition moves their projects to the categories,
    whatever they are called by then. Taking the import back takes the categories back too. `Invalid` where no draft
    can be begun.
    """
    edition = current_edition()
    if edition is None:
        raise Invalid(_("There is no edition in force. Publish one before you add categories."))
    leave_values(run, [("category", value) for value in values], by=by)
    added = [add_named_category(edition.taxonomy, value, language=language, by=by) for value in values]
    answers = run_answers(_lock(run))
    steps = tuple(step.pk for step in added if step is not None)
    _store(run, replace(answers, draft_steps=(*answers.draft_steps, *steps)))
    return len(steps)


def take_back_categories(run: ImportRun) -> int:
    """Take categories back that values of the file became, where no later work builds on them; return how many."""
    steps = DraftStep.objects.filter(pk__in=run_answers(run).draft_steps).select_related("edition").order_by("-pk")
    taken_back_count = 0
    for step in steps:
        with suppress(Invalid):
            undo_step(step, by=None)
            taken_back_count += 1
    return taken_back_count


@transaction.atomic
def ask_about_left_values(run: ImportRun, *, by: int | None) -> None:
    """Ask again about the values that were left as they are in the file."""
    locked = _lock(run)
    _store(run, run_answers(locked).without_left_values())
    record("intake.ask_about_left_values", subject=f"import:{run.pk}", by=by)


@transaction.atomic
def answer_organisation(
    run: ImportRun, row: ImportRow, *, candidate: int | None, take: Iterable[str] = (), by: int | None
) -> None:
    """Say which of the organisations it was asked about the row's is, by its index in the question, or none of them.

    `take` names the fields whose values come from the file; the others stay as they are.
    """
    locked = _lock(run)
    organisation = parsed_row(row).organisation
    if organisation is None or not organisation.candidates:
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    identity = organisation.known_identity
    if candidate is None:
        answers = {identity.key: _is_new(organisation)}
    else:
        if not 0 <= candidate < len(organisation.candidates):
            raise Invalid(_("That organisation is not one of the possible duplicates. Reload the page."))
        organisation_candidate, taken_fields = organisation.candidates[candidate], tuple(sorted(set(take)))
        kept_fields = () if "type" in taken_fields else ("type",)
        answer = OrganisationAnswer(
            organisation_candidate.id,
            organisation_candidate.key,
            take=taken_fields,
            keep=kept_fields,
            name=organisation.name,
            other_name=organisation_candidate.name,
        )
        answers = {identity.key: answer, organisation.key: answer}
    _store(run, run_answers(locked).with_organisations(answers))
    record("intake.answer_organisation", subject=f"import:{run.pk}", by=by, row=row.number, same=candidate is not None)


@transaction.atomic
def answer_project(run: ImportRun, row: ImportRow, *, is_same: bool, take: Iterable[str] = (), by: int | None) -> None:
    """Say whether the row is the project it was asked about; `take` names what it changes of that one."""
    locked = _lock(run)
    answers = dict(_project_answer(row, take if is_same else None))
    if not answers:
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    _store(run, run_answers(locked).with_projects(answers))
    record("intake.answer_project", subject=f"import:{run.pk}", by=by, row=row.number, same=is_same)


@transaction.atomic
def answer_projects(run: ImportRun, take_by_row: Mapping[int, Iterable[str] | None], *, by: int | None) -> int:
    """Say of several rows at once whether each is the project it was asked about; return how many still asked.

    `take_by_row` names by the row's position what it changes of that project; None for a row that is another one.
    """
    locked = _lock(run)
    rows = ImportRow.objects.filter(run=run, position__in=take_by_row, state=RowState.NEEDS_DECISION)
    answers: dict[str, DuplicateAnswer] = {}
    for row in rows.order_by("position"):
        answers.update(_project_answer(row, take_by_row[row.position]))
    _store(run, run_answers(locked).with_projects(answers))
    is_same = sum(1 for answer in answers.values() if not answer.is_new)
    record("intake.answer_projects", subject=f"import:{run.pk}", by=by, rows=len(answers), same=is_same)
    return len(answers)


def _project_answer(row: ImportRow, take: Iterable[str] | None) -> Iterator[tuple[str, DuplicateAnswer]]:
    """Yield the answer of a row under the key of its project, if it asks about it; None for another project."""
    parsed = parsed_row(row)
    question = parsed.question
    if parsed.project is None or question is None:
        return
    if take is None:
        yield parsed.project.key, _is_new_project(parsed.project, question)
        return
    taken_fields, title = tuple(sorted(set(take))), parsed.project.title
    yield (
        parsed.project.key,
        DuplicateAnswer(question.id, question.key, position=row.position, take=taken_fields, title=title),
    )


@transaction.atomic
def answer_repeats(run: ImportRun, answer: str, *, by: int | None) -> None:
    """Say what becomes of all rows of the file that have the project of another row with other values.

    The answer is one of `REPEAT_ANSWERS`; an empty text takes an earlier one back, and the rows wait again.
    """
    locked = _lock(run)
    if answer not in ("", *REPEAT_ANSWERS):
        raise Invalid(_("Choose what happens with rows of the same project."))
    _store(run, run_answers(locked).with_value(REPEATS, ALL_ROWS, code=answer))
    record("intake.answer_repeats", subject=f"import:{run.pk}", by=by, answer=answer)


@transaction.atomic
def answer_all_new(run: ImportRun, *, by: int | None) -> int:
    """Say of every row that still asks that it is a new one; return how many."""
    locked = _lock(run)
    organisations: dict[str, OrganisationAnswer] = {}
    projects: dict[str, DuplicateAnswer] = {}
    rows = list(ImportRow.objects.filter(run=run, state=RowState.NEEDS_DECISION).order_by("position"))
    for row in rows:
        parsed = parsed_row(row)
        if parsed.project and parsed.question:
            projects[parsed.project.key] = _is_new_project(parsed.project, parsed.question)
        if parsed.organisation and parsed.organisation.candidates:
            organisations[parsed.organisation.known_identity.key] = _is_new(parsed.organisation)
    answers = run_answers(locked).with_organisations(organisations).with_projects(projects)
    if any(parsed_row(row).repeat for row in rows):
        answers = answers.with_value(REPEATS, ALL_ROWS, code="separate")
    _store(run, answers)
    record("intake.answer_all_new", subject=f"import:{run.pk}", by=by, rows=len(rows))
    return len(rows)


@transaction.atomic
def answer_names(
    run: ImportRun, *, row: ImportRow | None = None, answer: NamesAnswer, source: str = "", by: int | None
) -> None:
    """Say what becomes of the names in rows that name their own people: of all of them, or of one.

    The answer holds when the rows are written; nothing has to be compared anew for it.
    """
    locked = _lock(run)
    source = " ".join(clean(source).split()) if answer == "agreed" else ""
    if answer == "agreed" and not source:
        raise Invalid(_("Write how you know that the people agreed. For example: consent form of the call."))
    if len(source) > SOURCE_LETTERS:
        message = _("The text has %(length)d characters; the limit is %(limit)d. Shorten it.")
        raise Invalid(message % {"length": len(source), "limit": SOURCE_LETTERS})
    answers = run_answers(locked)
    names = answers.name_answers
    if row is None:
        names = replace(names, everywhere=source)
    elif not asks_about_names(row):
        raise Invalid(_("Row %(row)d has already been answered. Reload the page.") % {"row": row.number})
    else:
        names = names.with_row(row.position, None if answer == "all" else source)
    run.choices = replace(answers, names=replace(names, by=by)).to_json()
    ImportRun.objects.filter(pk=run.pk).update(choices=run.choices)
    record("intake.answer_names", subject=f"import:{run.pk}", by=by, answer=answer, row=row.number if row else None)


@transaction.atomic
def withdraw_answer(run: ImportRun, *, about: Literal["organisation", "project"], key: str, by: int | None) -> None:
    """Take back an answer whether two are the same, so that its row asks again; rows that are written stay so."""
    locked = _lock(run)
    answers = run_answers(locked)
    answers = answers.without_organisation(key) if about == "organisation" else answers.without_project(key)
    _store(run, answers)
    record("intake.withdraw_answer", subject=f"import:{run.pk}", by=by, about=about)


def _is_new(organisation: ParsedOrganisation) -> OrganisationAnswer:
    """Return the answer that an organisation is none of those it was asked about."""
    different = tuple(OrganisationReference(item.id, item.key) for item in organisation.candidates)
    return OrganisationAnswer(
        is_new=True, different=different, name=organisation.name, other_name=organisation.candidates[0].name
    )


def _is_new_project(project: ParsedProject, question: DuplicateQuestion) -> DuplicateAnswer:
    """Return the answer that a project is not the one it was asked about."""
    return DuplicateAnswer(is_new=True, title=project.title, other_key=question.key)


def _lock(run: ImportRun) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state not in ANSWERABLE:
        raise InvalidTransition(locked, RunState.PREVIEW)
    return locked


def _store(run: ImportRun, answers: RunAnswers) -> None:
    """Store the answers, and that the rows were compared without them."""
    run.choices = answers.to_json()
    ImportRun.objects.filter(pk=run.pk).update(choices=run.choices, is_stale=True)
