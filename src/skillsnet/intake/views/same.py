"""Organisations that may be one: a queue of questions, both side by side, and the way back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.duplicates import core_name
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.merging import merge_pair, unmerge_pair
from skillsnet.intake.queries.questions import ORGANISATION_FIELDS
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.views.access import facilitators_only
from skillsnet.intake.views.questions import field_label, in_words
from skillsnet.participants.actions import answer_different
from skillsnet.participants.models import Affiliation, Merge, Organisation, SameQuestion
from skillsnet.participants.queries import merges, possible_duplicates
from skillsnet.participants.texts import cell_for, text_for

PAIRS_A_PAGE = 25
FOUND_AT_MOST = 20


@facilitators_only
@require_safe
def same_questions(request: HttpRequest) -> HttpResponse:
    """List the pairs of organisations of which nobody has said yet whether they are one; find others by name."""
    paginator = Paginator(possible_duplicates(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    pairs = [(question, reason_sentences(question.reasons)) for question in page]
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "pairs": pairs,
        "q": words,
        "found": _named(words) if words else None,
        "merge_count": merges().count(),
    }
    return render(request, "intake/same_questions.html", context)


def _named(words: str, *, without: int = 0) -> list[Organisation]:
    """Return standing organisations whose name holds the words, whatever the case."""
    standing = Organisation.objects.filter(merged_into=None).exclude(pk=without)
    found = list(standing.filter(name__icontains=words).order_by("name", "pk")[:FOUND_AT_MOST])
    wanted = core_name(words)
    if len(found) < FOUND_AT_MOST and wanted:
        known = {item.pk for item in found}
        near = standing.filter(key__contains=wanted).exclude(pk__in=known).order_by("name", "pk")
        found += near[: FOUND_AT_MOST - len(found)]
    return found


@facilitators_only
@require_safe
def same_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the other organisation be found that this one is the same as."""
    organisation = _access(pk)
    name = text_for(organisation.name, viewer_of(request))
    words = request.GET.get("q", "").strip()[:200] or core_name(name).partition(" ")[0]
    context = {"organisation": organisation, "name": name, "q": words, "found": _named(words, without=organisation.pk)}
    return render(request, "intake/same_choose.html", context)


@facilitators_only
def same_compare(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Show two organisations side by side; sent by POST they become one, or stay two."""
    if request.method == "POST" and _are_one(left, right):
        return redirect("merges")
    first, second = _access(left), _access(right)
    if first.pk == second.pk:
        raise Http404
    errors: list[str] = []
    if request.method == "POST":
        try:
            return _answered(request, first, second)
        except Invalid as refused:
            errors = list(refused.problems)
    left_side, right_side = _record(first), _record(second)
    question = _question(first, second)
    context = {
        "left": left_side,
        "right": right_side,
        "sides": [left_side, right_side],
        "errors": errors,
        "pairs": _pairs(first, second, viewer_of(request)),
        "reasons": reason_sentences(question.reasons) if question else [],
    }
    return render(request, "intake/same_compare.html", context, status=422 if errors else 200)


def _answered(request: HttpRequest, first: Organisation, second: Organisation) -> HttpResponse:
    by, answer = viewer_of(request).user_id, request.POST.get("answer")
    if answer == "different":
        answer_different(first, second, by=by)
        return redirect("same_questions")
    if answer != "same":
        raise Invalid(_("Choose “Merge” or “Keep both organisations”."))
    kept, gone = (second, first) if request.POST.get("keep") == "right" else (first, second)
    side = "left" if gone is first else "right"
    take = [name for name in ORGANISATION_FIELDS if request.POST.get(f"take-{name}") == side]
    merge_pair(kept, gone, take=take, by=by)
    return redirect("merges")


def _access(pk: int) -> Organisation:
    found = Organisation.objects.filter(pk=pk, merged_into=None).first() if pk <= MAX_ID else None
    if found is None:
        raise Http404
    return found


def _are_one(left: int, right: int) -> bool:
    """Whether somebody has made the two one already, as a second click finds."""
    if max(left, right) > MAX_ID:
        return False
    return Merge.objects.filter(undone_at=None, survivor__in=(left, right), duplicate__in=(left, right)).exists()


def _question(first: Organisation, second: Organisation) -> SameQuestion | None:
    left, right = sorted((first.pk, second.pk))
    return SameQuestion.objects.filter(left=left, right=right).first()


def _record(organisation: Organisation) -> dict[str, Any]:
    projects = Project.objects.filter(organisation=organisation).order_by("title", "pk")
    people = Affiliation.objects.filter(organisation=organisation).count()
    return {"item": organisation, "projects": list(projects[:FOUND_AT_MOST]), "people": people}


def _pairs(first: Organisation, second: Organisation, viewer: Viewer) -> list[dict[str, Any]]:
    pairs = []
    for name in ORGANISATION_FIELDS:
        left, right = (cell_for(getattr(item, name), viewer) for item in (first, second))
        if left or right:
            words = {"left": in_words(name, left), "right": in_words(name, right)}
            is_open = bool(left and right and left != right)
            pairs.append({"name": name, "label": field_label(name), "differs": is_open, **words})
    return pairs


@facilitators_only
@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    """List what was made one, the newest first, each with the way back."""
    paginator = Paginator(merges(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "page_range": paginator.get_elided_page_range(page.number)}
    return render(request, "intake/merges.html", context)


@facilitators_only
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two of one again; where something stands in the way, say what."""
    merge = Merge.objects.filter(pk=pk).first() if pk <= MAX_ID else None
    if merge is None:
        raise Http404
    try:
        unmerge_pair(merge, by=viewer_of(request).user_id)
    except Invalid as refused:
        context = {"page": Paginator(merges(), PAIRS_A_PAGE).get_page(1), "page_range": [], "errors": refused.problems}
        return render(request, "intake/merges.html", context, status=422)
    return redirect("merges")
