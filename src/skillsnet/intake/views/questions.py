"""What an import asks: whether two are one, and what a value means that no list knows."""

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.geo import find_country, find_language
from skillsnet.core.numbers import whole_number
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions import (
    answer_all_new,
    answer_organisation,
    answer_project,
    resolve_value,
)
from skillsnet.intake.enums import RunState, TargetField
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import asking_places, rows_at
from skillsnet.intake.queries.lists import LISTS, code_name, codes_of
from skillsnet.intake.queries.questions import ORGANISATION_FIELDS, PROJECT_FIELDS, Pair, Side, questions
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.rules import is_compared_at_once, page_of
from skillsnet.intake.views.access import access_row, access_run, facilitators_only
from skillsnet.intake.views.runs import compared
from skillsnet.taxonomy.queries import named_categories

QUESTIONS_A_PAGE = 20
VALUES_A_PAGE = 50
NOT_STATED = "-"
# Fields whose values are codes of a list, by the target field whose list it is.
CODED = {
    "type": "organisation_type",
    "country": "country",
    "stage": "stage",
    "status": "status",
    "languages": "languages",
    "beneficiaries": "beneficiaries",
    "categories": "category",
}
FIELD_LABELS = {
    "name": TargetField.ORGANISATION,
    "type": TargetField.ORGANISATION_TYPE,
    "external_id": TargetField.ORGANISATION_ID,
    "categories": TargetField.CATEGORY,
    "contact": TargetField.CONTACT_NAME,
}


@facilitators_only
def import_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows that wait for an answer, both records side by side; sent by POST, all of them are new."""
    run = access_run(request, pk)
    if run.state not in (RunState.PREVIEW, RunState.COMMITTED):
        return redirect(page_of(run), pk)
    if request.method == "POST":
        answer_all_new(run, by=viewer_of(request).user_id)
        return _looked_at_again(run, "import_preview")
    waiting = asking_places(run)
    paginator = Paginator(list(waiting), QUESTIONS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    asked = questions(rows_at(run, list(page)), viewer_of(request))
    shown = [{**_question_view(question), "waiting": waiting[question.row.place]} for question in asked]
    page_range = paginator.get_elided_page_range(page.number)
    context = {"run": run, "page": page, "page_range": page_range, "questions": shown}
    return render(request, "intake/questions.html", context)


def _question_view(question: Any) -> dict[str, Any]:
    sides = [side_view(side) for side in question.sides]
    return {"row": question.row, "about": question.about, "sides": sides}


def side_view(side: Side) -> dict[str, Any]:
    """Return a record that another may be the same as, its fields in words."""
    pairs = [
        {"name": pair.name, "label": field_label(pair.name), "differs": pair.differs, **_in_words(pair)}
        for pair in side.pairs
    ]
    return {"side": side, "reasons": reason_sentences(side.reasons), "pairs": pairs}


def _in_words(pair: Pair) -> dict[str, str]:
    return {"stands": in_words(pair.name, pair.stands), "said": in_words(pair.name, pair.said)}


def in_words(name: str, value: str) -> str:
    """Return a field's value as people read it."""
    if name not in CODED or not value:
        return value
    return "; ".join(code_name(CODED[name], code) for code in value.split("; "))


def field_label(name: str) -> str:
    """Return what a field is called."""
    return str((FIELD_LABELS.get(name) or TargetField(name)).label)


@facilitators_only
@require_POST
def import_answer(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """Take the answer to a row's question, and look at the file again."""
    run = access_run(request, pk)
    row = access_row(run, place)
    try:
        _answer(request, run, row)
    except Invalid:
        # Somebody answered it before; the page shows what is still open.
        return redirect("import_questions", pk)
    return _looked_at_again(run, "import_questions")


def _answer(request: HttpRequest, run: ImportRun, row: ImportRow) -> None:
    by = viewer_of(request).user_id
    said = request.POST.get("same", "")
    same = whole_number(said, largest=MAX_ID)
    if same is None and said not in ("", "none"):
        return
    if request.POST.get("about") == "project":
        take = [name for name in PROJECT_FIELDS if request.POST.get(f"take-{name}") == "said"]
        answer_project(run, row, is_same=same is not None, take=take, by=by)
        return
    take = [name for name in ORGANISATION_FIELDS if request.POST.get(f"take-{name}") == "said"]
    answer_organisation(run, row, same=same, take=take, by=by)


def _looked_at_again(run: ImportRun, page: str) -> HttpResponse:
    """Compare the rows again where that is quick, and lead on; many rows wait until somebody asks for it."""
    run.refresh_from_db()
    if not is_compared_at_once(run):
        return redirect("import_preview" if run.state == RunState.PREVIEW else "import_questions", run.pk)
    response = compared(run)
    run.refresh_from_db()
    has_more = page == "import_questions" and run.state == RunState.PREVIEW and bool(asking_places(run))
    return redirect("import_questions", run.pk) if has_more else response


@facilitators_only
def import_values(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the values that no list knows, each once, and take what they mean in every row of the file."""
    run = access_run(request, pk)
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    values = [{**item, "id": _value_id(item)} for item in run.unknown]
    paginator = Paginator(values, VALUES_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            errors, count = _settle(request, run, list(page))
        except Invalid as refused:
            errors, count = {"": " ".join(refused.problems)}, 0
        if count and not errors:
            return _looked_at_again(run, "import_values")
    context = {
        "run": run,
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "error": errors.get("", ""),
    }
    context |= {"values": [_value_view(item, errors, request) for item in page], "lists": _lists(list(page))}
    return render(request, "intake/values.html", context, status=422 if errors else 200)


def _value_id(item: dict[str, Any]) -> str:
    """Return what names a value in the form; unlike its place, still the same once others are settled."""
    return hashlib.sha256(f"{item['meaning']}\n{fold(item['value'])}".encode()).hexdigest()[:16]


def _value_view(item: dict[str, Any], errors: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    near = [(code, code_name(item["meaning"], code)) for code in item["near"]]
    label = TargetField(item["meaning"]).label
    typed = request.POST.get(f"value-{item['id']}", "")
    return {**item, "near": near, "label": label, "error": errors.get(item["id"], ""), "typed": typed}


def _lists(values: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Return the names that can be chosen for the page's values, by target field."""
    target_fields = sorted({item["meaning"] for item in values})
    return [(target_field, [name for _code, name in codes_of(target_field)]) for target_field in target_fields]


def _settle(request: HttpRequest, run: ImportRun, values: list[dict[str, Any]]) -> tuple[dict[str, str], int]:
    """Take what was chosen for the page's values; return what could not be understood, and how many were settled."""
    errors: dict[str, str] = {}
    chosen: list[tuple[dict[str, Any], str]] = []
    pressed = request.POST.get("take", "").partition(":")
    for item in values:
        typed = request.POST.get(f"value-{item['id']}", "").strip()
        if pressed[0] == item["id"]:
            chosen.append((item, "" if pressed[2] == NOT_STATED else pressed[2]))
        elif typed:
            code = _code(item["meaning"], typed)
            if code is None:
                errors[item["id"]] = _("“%(value)s” is not in the list. Choose a name from the list.") % {
                    "value": typed
                }
            else:
                chosen.append((item, code))
    for item, code in chosen:
        resolve_value(run, target_field=item["meaning"], value=item["value"], code=code, by=viewer_of(request).user_id)
    return errors, len(chosen)


def _code(target_field: str, typed: str) -> str | None:
    """Return the code that a typed name means, or None."""
    if target_field in LISTS:
        return find_value(LISTS[target_field], typed)
    if target_field == "category":
        slugs = named_categories().get(fold(typed), ())
        return slugs[0] if len(slugs) == 1 else None
    match = find_country(typed) if target_field == "country" else find_language(typed)
    return match.code if match.kind == "value" else None
