"""What an import asks: whether two are one, and what a value means that no list knows."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.geo import find_country, find_language
from skillsnet.core.intake.permissions import PERMISSION_FIELDS
from skillsnet.core.intake.record_linkage.unmatched_values import REVERSED, UnmatchedValue
from skillsnet.core.intake.stored_shapes import StoredValue
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions import (
    answer_all_new,
    answer_organisation,
    answer_project,
    resolve_value,
    withdraw_answer,
)
from skillsnet.intake.enums import RunState, TargetField
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import asking_positions, rows_at
from skillsnet.intake.queries.answers import answer_views
from skillsnet.intake.queries.lists import COUNTRY_FIELDS, LISTS, code_name, codes_of
from skillsnet.intake.queries.questions import (
    ORGANISATION_FIELDS,
    TAKEN_FIELDS,
    FieldPair,
    ImportQuestion,
    Side,
    questions,
)
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.record_fields import in_words, record_field_label
from skillsnet.intake.rules import page_of
from skillsnet.intake.views.access import access_row, access_run, facilitator_page
from skillsnet.intake.views.repeats import repeats_view
from skillsnet.intake.views.runs import compare_again
from skillsnet.intake.views.several_projects import several_questions
from skillsnet.taxonomy.queries import named_categories

QUESTIONS_A_PAGE = 20
VALUES_A_PAGE = 50
NOT_STATED = "-"


@facilitator_page
def import_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows that wait for an answer, both records side by side; sent by POST, all of them are new."""
    run = access_run(request, pk)
    if run.state not in (RunState.PREVIEW, RunState.COMMITTED):
        return redirect(page_of(run), pk)
    if request.method == "POST":
        answer_all_new(run, by=viewer_of(request).user_id)
        return compare_again(run, "import_preview")
    row_counts = asking_positions(run)
    paginator = Paginator(list(row_counts), QUESTIONS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    views = [
        _question_view(question, row_count=row_counts[question.row.position])
        for question in questions(rows_at(run, list(page)), viewer_of(request))
    ]
    page_range = paginator.get_elided_page_range(page.number)
    context = {"run": run, "page": page, "page_range": page_range, "questions": views}
    viewer = viewer_of(request)
    context |= {"repeats": repeats_view(run), "several": several_questions(run, viewer)}
    context |= {"answers": answer_views(run, viewer)}
    return render(request, "intake/questions.html", context)


@dataclass(frozen=True)
class ComparedField:
    """One field of a row and of the record that it may be the same as, in words."""

    name: str
    label: str
    differs: bool
    current: str
    of_row: str


@dataclass(frozen=True)
class SideView:
    """A record that a row may be the same as, with the reasons for it as sentences."""

    record: Side
    reasons: Sequence[str]
    fields: Sequence[ComparedField]


@dataclass(frozen=True)
class QuestionView:
    """A row's question, and how many rows it is the question of."""

    row: ImportRow
    about: str
    name: str
    sides: Sequence[SideView]
    row_count: int


def _question_view(question: ImportQuestion, *, row_count: int) -> QuestionView:
    sides = [_side_view(side) for side in question.sides]
    return QuestionView(question.row, question.about, question.name, sides, row_count)


def _side_view(side: Side) -> SideView:
    return SideView(side, reason_sentences(side.reasons), [_compared_field(pair) for pair in side.pairs])


def _compared_field(pair: FieldPair) -> ComparedField:
    return ComparedField(
        name=pair.name,
        label=record_field_label(pair.name),
        differs=pair.differs,
        current=in_words(pair.name, pair.current),
        of_row=in_words(pair.name, pair.of_row),
    )


@facilitator_page
@require_POST
def import_answer(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Take the answer to a row's question, and look at the file again."""
    run = access_run(request, pk)
    row = access_row(run, position)
    try:
        _take_answer(request, run, row)
    except Invalid:
        # Somebody answered it before; the page shows what is still open.
        return redirect("import_questions", pk)
    return compare_again(run, "import_questions")


def _take_answer(request: HttpRequest, run: ImportRun, row: ImportRow) -> None:
    by = viewer_of(request).user_id
    answer = request.POST.get("same", "")
    index = whole_number(answer, largest=MAX_ID)
    if index is None and answer not in ("", "none"):
        return
    if request.POST.get("about") == "project":
        take = [name for name in TAKEN_FIELDS if request.POST.get(f"take-{name}") == "said"]
        answer_project(run, row, is_same=index is not None, take=take, by=by)
        return
    take = [name for name in ORGANISATION_FIELDS if request.POST.get(f"take-{name}") == "said"]
    answer_organisation(run, row, candidate=index, take=take, by=by)


@facilitator_page
@require_POST
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an answer whether two are the same, so that it is asked again."""
    run = access_run(request, pk)
    about, key = request.POST.get("about", ""), request.POST.get("key", "")
    if about == "project":
        withdraw_answer(run, about="project", key=key, by=viewer_of(request).user_id)
    elif about == "organisation":
        withdraw_answer(run, about="organisation", key=key, by=viewer_of(request).user_id)
    return compare_again(run, "import_questions")


@facilitator_page
def import_values(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the values that no list knows, each once, and take what they mean in every row of the file."""
    run = access_run(request, pk)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    values = [_unmatched_value(item) for item in run.unknown]
    paginator = Paginator(values, VALUES_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            errors, count = _resolve_values(request, run, list(page))
        except Invalid as invalid:
            errors, count = {"": " ".join(invalid.problems)}, 0
        if count and not errors:
            return compare_again(run, "import_values")
    context = {
        "run": run,
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "error": errors.get("", ""),
    }
    context |= {"values": [_value_view(value, errors, request) for value in page], "lists": _name_lists(list(page))}
    return render(request, "intake/values.html", context, status=422 if errors else 200)


@dataclass(frozen=True)
class _UnmatchedValue:
    """A value that no list has; `id` names it in the form and, unlike its position, stays once others are resolved."""

    id: str
    target_field: str
    value: str
    row_count: int
    near: Sequence[str]


@dataclass(frozen=True)
class UnmatchedValueView:
    """A value that no list has, the names it is near to, and what was typed for it."""

    id: str
    target_field: str
    value: str
    rows: int
    label: str
    near: Sequence[tuple[str, str]]
    typed: str
    error: str

    @property
    def is_permission(self) -> bool:
        """Whether it says if something is permitted: yes or no, nothing else settles it."""
        return self.target_field in (*PERMISSION_FIELDS, REVERSED)


def _unmatched_value(stored: StoredValue) -> _UnmatchedValue:
    value = UnmatchedValue.from_json(stored)
    digest = hashlib.sha256(f"{value.target_field}\n{fold(value.value)}".encode()).hexdigest()
    return _UnmatchedValue(digest[:16], value.target_field, value.value, value.rows, value.near)


def _value_view(value: _UnmatchedValue, errors: Mapping[str, str], request: HttpRequest) -> UnmatchedValueView:
    return UnmatchedValueView(
        id=value.id,
        target_field=value.target_field,
        value=value.value,
        rows=value.row_count,
        label=_value_label(value.target_field),
        near=[(code, code_name(value.target_field, code)) for code in value.near],
        typed=request.POST.get(f"value-{value.id}", ""),
        error=errors.get(value.id, ""),
    )


def _value_label(target_field: str) -> str:
    if target_field == REVERSED:
        return _("Was No in an earlier file. Show these projects on public pages?")
    return str(TargetField(target_field).label)


def _name_lists(values: Iterable[_UnmatchedValue]) -> list[tuple[str, list[str]]]:
    """Return the names that can be chosen for the page's values, by target field."""
    target_fields = sorted({value.target_field for value in values})
    return [(target_field, [name for _code, name in codes_of(target_field)]) for target_field in target_fields]


def _resolve_values(
    request: HttpRequest, run: ImportRun, values: Iterable[_UnmatchedValue]
) -> tuple[dict[str, str], int]:
    """Take what was chosen for the page's values; return what could not be understood, and how many were resolved."""
    errors: dict[str, str] = {}
    choices: list[tuple[_UnmatchedValue, str]] = []
    pressed_id, _colon, pressed_code = request.POST.get("take", "").partition(":")
    for value in values:
        typed = request.POST.get(f"value-{value.id}", "").strip()
        if pressed_id == value.id:
            choices.append((value, "" if pressed_code == NOT_STATED else pressed_code))
        elif typed:
            code = _find_code(value.target_field, typed)
            if code is None:
                errors[value.id] = _("“%(value)s” is not in the list. Choose a name from the list.") % {"value": typed}
            else:
                choices.append((value, code))
    by = viewer_of(request).user_id
    for value, code in choices:
        resolve_value(run, target_field=value.target_field, value=value.value, code=code, by=by)
    return errors, len(choices)


def _find_code(target_field: str, typed: str) -> str | None:
    """Return the code that a typed name means, or None."""
    if target_field in LISTS:
        return find_value(LISTS[target_field], typed)
    if target_field == "category":
        slugs = named_categories().get(fold(typed), ())
        return slugs[0] if len(slugs) == 1 else None
    match = find_country(typed) if target_field in COUNTRY_FIELDS else find_language(typed)
    return match.code if match.kind == "value" else None
