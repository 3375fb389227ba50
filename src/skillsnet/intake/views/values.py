"""The values of an import that no list knows: each is matched once, for all rows that have it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.permissions import PERMISSION_FIELDS
from skillsnet.core.intake.record_linkage.unmatched_values import REVERSED, UnmatchedValue
from skillsnet.core.taxonomy.lists import near_names
from skillsnet.core.text import fold
from skillsnet.intake.actions import ask_about_left_values, leave_values, make_categories, resolve_value
from skillsnet.intake.enums import RunState, TargetField
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.lists import codes_of
from skillsnet.intake.queries.stored_values import run_answers
from skillsnet.intake.rules import page_of
from skillsnet.intake.views.access import access_run, facilitator_page
from skillsnet.intake.views.runs import compare_again
from skillsnet.web.problems import FieldProblem

VALUES_A_PAGE = 50
# What can be chosen besides the codes of the list: to say it later, that the file says nothing, to leave it as it is.
LATER, NOT_STATED, LEAVE, NEW = "", "-", "*", "+"
# The one list that is the network's own; all others are the same in every network.
OWN_LIST = "category"
# So many choices are all in sight; a longer list is a menu with the most likely ones on top.
MAX_IN_SIGHT = 16


@dataclass(frozen=True)
class ValueChoice:
    """A value of the list that can be chosen."""

    code: str
    name: str
    is_checked: bool = False


@dataclass(frozen=True)
class UnmatchedValueView:
    """A value that no list has; `id` names it in the form and, unlike its position, stays once others are matched."""

    id: str
    target_field: str
    value: str
    row_count: int
    column: str
    near: Sequence[ValueChoice]
    other_choices: Sequence[ValueChoice]
    chosen: str
    problem: str

    @property
    def is_permission(self) -> bool:
        """Whether it says if something is permitted: yes or no, nothing else settles it."""
        return is_permission(self.target_field)

    @property
    def may_be_new(self) -> bool:
        """Whether it can become a value of the list."""
        return self.target_field == OWN_LIST and bool(self.value)

    @property
    def is_in_sight(self) -> bool:
        """Whether all choices are shown at once."""
        return len(self.near) + len(self.other_choices) <= MAX_IN_SIGHT


@dataclass(frozen=True)
class ValueGroup:
    """The values of one field."""

    target_field: str
    label: str
    values: Sequence[UnmatchedValueView]

    @property
    def is_own_list(self) -> bool:
        """Whether the network can add values to the list."""
        return self.target_field == OWN_LIST

    @property
    def is_permission(self) -> bool:
        """Whether its values say if something is permitted."""
        return is_permission(self.target_field)


def is_permission(target_field: str) -> bool:
    """Return whether the values of a field say if something is permitted."""
    return target_field in (*PERMISSION_FIELDS, REVERSED)


@facilitator_page
def import_values(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the values that no list knows, each once, and take what they mean in every row of the file."""
    run = access_run(request, pk)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    values = _unmatched_values(run)
    page = Paginator(values, VALUES_A_PAGE).get_page(request.GET.get("page"))
    problems: list[FieldProblem] = []
    if request.method == "POST":
        problems = _take_choices(request, run, list(page), values)
        if not problems:
            return _after_choices(run, has_more=len(values) > len(page))
    context = {
        "run": run,
        "page": page,
        "page_range": page.paginator.get_elided_page_range(page.number),
        "groups": _groups(list(page), problems, request),
        "problems": problems,
        "left_count": run_answers(run).left_count,
    }
    return render(request, "intake/values.html", context, status=422 if problems else 200)


def _unmatched_values(run: ImportRun) -> list[UnmatchedValue]:
    """Return the run's values by field, in a field the most frequent first."""
    values = [UnmatchedValue.from_json(stored) for stored in run.unknown]
    fields = list(dict.fromkeys(value.target_field for value in values))
    return sorted(values, key=lambda value: fields.index(value.target_field))


def _take_choices(
    request: HttpRequest, run: ImportRun, shown: Sequence[UnmatchedValue], values: Sequence[UnmatchedValue]
) -> list[FieldProblem]:
    """Take what was chosen for the shown values, and leave all others if that was asked for; return what is wrong."""
    by = viewer_of(request).user_id
    chosen = [(value, request.POST.get(f"value-{_value_id(value)}", LATER)) for value in shown]
    chosen = [(value, code) for value, code in chosen if code != LATER]
    if problems := [problem for value, code in chosen for problem in _problems(value, code)]:
        return problems
    leaves_rest = request.POST.get("rest") == "leave"
    # What a second click sends was chosen by the first.
    is_sent_again = any(code for name, code in request.POST.items() if name.startswith("value-"))
    if not chosen and not leaves_rest and not is_sent_again:
        return [FieldProblem(_("Choose what at least one value means, or leave all values as they are."))]
    is_settled = {_value_id(value) for value, _code in chosen}
    rest = [value for value in values if _value_id(value) not in is_settled] if leaves_rest else []
    try:
        _apply(run, chosen, rest, by=by)
    except Invalid as invalid:
        return [FieldProblem(problem) for problem in invalid.problems]
    return []


def _apply(
    run: ImportRun, chosen: Sequence[tuple[UnmatchedValue, str]], rest: Sequence[UnmatchedValue], *, by: int | None
) -> None:
    """Do what was chosen for values, and leave the rest of them where they say nothing of what is permitted."""
    for value, code in chosen:
        if code not in (LEAVE, NEW):
            meaning = "" if code == NOT_STATED else code
            resolve_value(run, target_field=value.target_field, value=value.value, code=meaning, by=by)
    if new := [value.value for value, code in chosen if code == NEW]:
        make_categories(run, new, language=get_language() or "en", by=by)
    left = [value for value, code in chosen if code == LEAVE]
    left += [value for value in rest if not is_permission(value.target_field)]
    if left:
        leave_values(run, [(value.target_field, value.value) for value in left], by=by)


def _problems(value: UnmatchedValue, code: str) -> list[FieldProblem]:
    further_codes = () if is_permission(value.target_field) else (NOT_STATED, LEAVE)
    further_codes = (*further_codes, NEW) if value.target_field == OWN_LIST and value.value else further_codes
    if code in (*further_codes, *(list_code for list_code, _name in codes_of(value.target_field))):
        return []
    sentence = _("“%(value)s” is not in the list. Choose a name from the list.") % {"value": code}
    return [FieldProblem(sentence, value.value or _("Empty cells"), f"value-{_value_id(value)}")]


def _after_choices(run: ImportRun, *, has_more: bool) -> HttpResponse:
    """Lead to the values of the other pages, and to the preview where there are none."""
    response = compare_again(run, "import_preview")
    run.refresh_from_db()
    return redirect("import_values", run.pk) if has_more and run.unknown and not run.is_stale else response


@facilitator_page
@require_POST
def import_values_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again about the values that were left as they are."""
    run = access_run(request, pk)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    ask_about_left_values(run, by=viewer_of(request).user_id)
    response = compare_again(run, "import_preview")
    run.refresh_from_db()
    return redirect("import_values", pk) if run.unknown and not run.is_stale else response


def _groups(
    values: Sequence[UnmatchedValue], problems: Iterable[FieldProblem], request: HttpRequest
) -> list[ValueGroup]:
    sentences = {problem.anchor: problem.sentence for problem in problems}
    views: dict[str, list[UnmatchedValueView]] = {}
    codes = {value.target_field: codes_of(value.target_field) for value in values}
    for value in values:
        views.setdefault(value.target_field, []).append(
            _value_view(value, codes[value.target_field], sentences, request)
        )
    return [ValueGroup(field, _field_label(field), field_views) for field, field_views in views.items()]


def _value_view(
    value: UnmatchedValue, codes: Sequence[tuple[str, str]], sentences: dict[str, str], request: HttpRequest
) -> UnmatchedValueView:
    value_id, is_own_list = _value_id(value), value.target_field == OWN_LIST
    # One near value is offered as chosen; of several somebody chooses, as of what is permitted.
    is_offered = len(value.near) == 1 and not is_permission(value.target_field)
    chosen = request.POST.get(f"value-{value_id}", value.near[0] if is_offered else LATER)
    names = dict(codes)
    near_codes = value.near or (near_names(value.value, {name: code for code, name in codes}) if is_own_list else ())
    near = [ValueChoice(code, names[code], code == chosen) for code in near_codes if code in names]
    other_choices = [ValueChoice(code, name, code == chosen) for code, name in codes if code not in near_codes]
    return UnmatchedValueView(
        id=value_id,
        target_field=value.target_field,
        value=value.value,
        row_count=value.rows,
        column=value.column,
        near=near,
        other_choices=other_choices,
        chosen=chosen,
        problem=sentences.get(f"value-{value_id}", ""),
    )


def _value_id(value: UnmatchedValue) -> str:
    digest = hashlib.sha256(f"{value.target_field}\n{fold(value.value)}".encode()).hexdigest()
    return digest[:16]


def _field_label(target_field: str) -> str:
    if target_field == REVERSED:
        return _("Was No in an earlier file. Show these projects on public pages?")
    return str(TargetField(target_field).label)
