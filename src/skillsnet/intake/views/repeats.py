"""The question about rows of one project with other values, asked once for the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.parsed_rows import ParsedProject
from skillsnet.core.intake.record_linkage.repeated_projects import (
    EXTRA,
    REPEAT_ANSWERS,
    RepeatAnswer,
    differing_fields,
)
from skillsnet.intake.actions import answer_repeats
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.repeated_projects import repeating_rows, rows_by_position
from skillsnet.intake.queries.stored_values import parsed_project, parsed_row
from skillsnet.intake.repeat_sentences import ANSWERS, repeat_field_label, repeats_sentence
from skillsnet.intake.rules import is_compared_at_once, page_of
from skillsnet.intake.views.access import access_run, facilitator_page
from skillsnet.intake.views.runs import compare_and_redirect

SAMPLED_ROWS = 200
MAX_EXAMPLES = 3
MAX_ROWS = 4
SHOWN_CHARS = 160


@dataclass(frozen=True)
class RepeatOption:
    """An answer that can be chosen, in words."""

    value: RepeatAnswer
    label: str
    hint: str
    is_recommended: bool


@dataclass(frozen=True)
class RepeatExample:
    """Rows of one project: its title, their numbers, and each field in which they differ with its value in each."""

    title: str
    organisation: str
    numbers: Sequence[int]
    fields: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class RepeatsView:
    """What is asked about the rows of a file that repeat each other."""

    sentence: str
    answer: RepeatAnswer | None
    options: Sequence[RepeatOption]
    examples: Sequence[RepeatExample]


def repeats_view(run: ImportRun) -> RepeatsView | None:
    """Return the question of a file, with some of its rows; None where no rows repeat each other, or all is done."""
    tally = run.tally
    if not tally["repeats"] or (run.repeat_answer and run.state == RunState.COMMITTED):
        return None
    is_sent_again = 2 * tally["sent_again"] > tally["repeat_groups"]
    recommended: RepeatAnswer = "latest" if is_sent_again else "separate"
    # The likelier answer is offered first.
    values = sorted(REPEAT_ANSWERS, key=lambda value: value != recommended)
    options = [
        RepeatOption(value, str(label), str(hint), value == recommended)
        for value in values
        for label, hint in [ANSWERS[value]]
    ]
    sentence = repeats_sentence(tally["repeats"], run.repeat_answer)
    return RepeatsView(sentence, run.repeat_answer, options, _examples(run))


def _examples(run: ImportRun) -> list[RepeatExample]:
    """Return the first projects that stand in several rows; two queries."""
    positions: dict[int, list[int]] = {}
    for row in repeating_rows(run)[:SAMPLED_ROWS]:
        repeat = parsed_row(row).repeat
        if repeat is not None:
            positions.setdefault(repeat.position, [repeat.position]).append(row.position)
    groups = [sorted(set(group))[:MAX_ROWS] for group in list(positions.values())[:MAX_EXAMPLES]]
    rows = rows_by_position(run, [position for group in groups for position in group])
    return [
        _example([(rows[position].number, parsed_project(rows[position])) for position in group if position in rows])
        for group in groups
    ]


def _example(rows: Sequence[tuple[int, ParsedProject]]) -> RepeatExample:
    projects = [project for _number, project in rows]
    first = projects[0]
    names = dict.fromkeys(name for other in projects[1:] for name in differing_fields(first, other))
    fields = [(repeat_field_label(name), [_value(project, name) for project in projects]) for name in names]
    organisation = first.organisation.name if first.organisation else ""
    return RepeatExample(first.title, organisation, [number for number, _project in rows], fields)


def _value(project: ParsedProject, name: str) -> str:
    """Return a value as the row says it, short enough for a table."""
    if name.startswith(EXTRA):
        text = project.extra.get(name.removeprefix(EXTRA), "")
    elif name == "contact":
        text = "; ".join(filter(None, (part for person in project.people for part in (person.name, person.email))))
    elif name.startswith("organisation"):
        attribute = name.removeprefix("organisation_") if "_" in name else "name"
        text = getattr(project.organisation, attribute, "")
    else:
        value = getattr(project, "categories" if name == "category" else name)
        text = "; ".join(value) if isinstance(value, tuple) else value or ""
    return text if len(text) <= SHOWN_CHARS else text[: SHOWN_CHARS - 1] + "…"


@facilitator_page
@require_POST
def import_repeats(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer about the rows that repeat each other, and look at the file again."""
    run = access_run(request, pk)
    if run.state not in (RunState.PREVIEW, RunState.COMMITTED):
        return redirect(page_of(run), pk)
    try:
        answer_repeats(run, request.POST.get("answer") or "-", by=viewer_of(request).user_id)
    except Invalid:
        # Nothing was chosen; the page still asks.
        return redirect("import_questions", pk)
    run.refresh_from_db()
    if is_compared_at_once(run):
        compare_and_redirect(run)
    return redirect("import_questions" if run.state == RunState.PREVIEW else page_of(run), pk)
