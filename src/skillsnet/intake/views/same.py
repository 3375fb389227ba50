"""Organisations that may be one: a queue of questions, both side by side, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.record_linkage import core_name
from skillsnet.core.intake.record_linkage.fuller_names import NameSide, fuller_name
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.merging import merge_pair, unmerge_pair
from skillsnet.intake.queries.organisation_facts import OrganisationFacts, organisation_facts
from skillsnet.intake.queries.questions import ORGANISATION_FIELDS
from skillsnet.intake.reasons import reason_sentences
from skillsnet.intake.views.access import facilitator_page
from skillsnet.intake.views.pair_fields import PairField, pair_field
from skillsnet.participants.actions import answer_different
from skillsnet.participants.models import Merge, Organisation, SameQuestion
from skillsnet.participants.queries import merges, possible_duplicates
from skillsnet.participants.texts import cell_for, site_for, text_for
from skillsnet.web.problems import FieldProblem

PAIRS_A_PAGE = 25
MAX_MATCHES = 20


@facilitator_page
@require_safe
def same_questions(request: HttpRequest) -> HttpResponse:
    """List the pairs of organisations of which nobody has said yet whether they are one; find others by name."""
    paginator = Paginator(possible_duplicates(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "page": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "pairs": _pairs(list(page), viewer_of(request)),
        "q": words,
        "matches": _with_facts(_find_organisations(words), viewer_of(request)) if words else None,
        "merge_count": merges().count(),
    }
    return render(request, "intake/same_questions.html", context)


@dataclass(frozen=True)
class OrganisationMatch:
    """An organisation with what tells it from others of its name, as the viewer may read it."""

    id: int
    name: str
    city: str
    country: str
    site: str
    facts: OrganisationFacts


@dataclass(frozen=True)
class PossibleDuplicatePair:
    """Two organisations that may be one, with the reasons."""

    left: OrganisationMatch
    right: OrganisationMatch
    reasons: Sequence[str]


def _with_facts(organisations: Sequence[Organisation], viewer: Viewer) -> list[OrganisationMatch]:
    """Return organisations with their facts; three queries for however many."""
    facts = organisation_facts(organisation.pk for organisation in organisations)
    return [
        OrganisationMatch(
            id=item.pk,
            name=text_for(item.name, viewer),
            city=text_for(item.city, viewer),
            country=item.country,
            site=site_for(item.website, viewer),
            facts=facts[item.pk],
        )
        for item in organisations
    ]


def _pairs(questions: Sequence[SameQuestion], viewer: Viewer) -> list[PossibleDuplicatePair]:
    sides = _with_facts([side for question in questions for side in (question.left, question.right)], viewer)
    reasons = [reason_sentences(question.reasons) for question in questions]
    return [PossibleDuplicatePair(*pair) for pair in zip(sides[::2], sides[1::2], reasons, strict=True)]


def _find_organisations(words: str, *, without: int = 0) -> list[Organisation]:
    """Return unmerged organisations whose name holds the words, whatever the case."""
    unmerged = Organisation.objects.filter(merged_into=None, removal=None).exclude(pk=without)
    matches = list(unmerged.filter(name__icontains=words).order_by("name", "pk")[:MAX_MATCHES])
    key = core_name(words)
    if len(matches) < MAX_MATCHES and key:
        match_ids = {organisation.pk for organisation in matches}
        similar = unmerged.filter(key__contains=key).exclude(pk__in=match_ids).order_by("name", "pk")
        matches += similar[: MAX_MATCHES - len(matches)]
    return matches


@facilitator_page
@require_safe
def same_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the other organisation be found that this one is the same as."""
    organisation = _get_organisation(pk)
    name = text_for(organisation.name, viewer_of(request))
    words = request.GET.get("q", "").strip()[:200] or core_name(name).partition(" ")[0]
    context = {
        "organisation": organisation,
        "name": name,
        "q": words,
        "chosen": _with_facts([organisation], viewer_of(request))[0],
        "matches": _with_facts(_find_organisations(words, without=organisation.pk), viewer_of(request)),
    }
    return render(request, "intake/same_choose.html", context)


@facilitator_page
def same_compare(request: HttpRequest, left: int, right: int) -> HttpResponse:
    """Show two organisations side by side; sent by POST they become one, or stay two."""
    if request.method == "POST" and _are_merged(left, right):
        return redirect("merges")
    first, second = _get_organisation(left), _get_organisation(right)
    if first.pk == second.pk:
        raise Http404
    problems: list[FieldProblem] = []
    if request.method == "POST":
        try:
            return _decide_pair(request, first, second)
        except Invalid as invalid:
            problems = [FieldProblem(problem) for problem in invalid.problems]
    facts = organisation_facts([first.pk, second.pk])
    left_side, right_side = (_compared_organisation(side, facts[side.pk]) for side in (first, second))
    question = _question(first, second)
    fields = _organisation_fields(first, second, viewer_of(request))
    context = {
        "left": left_side,
        "right": right_side,
        "sides": [left_side, right_side],
        "problems": problems,
        "fields": fields,
        "same_fields": [field for field in fields if not field.is_shown],
        "reasons": reason_sentences(question.reasons) if question else [],
    }
    return render(request, "intake/same_compare.html", context, status=422 if problems else 200)


def _decide_pair(request: HttpRequest, first: Organisation, second: Organisation) -> HttpResponse:
    by, answer = viewer_of(request).user_id, request.POST.get("answer")
    if answer == "different":
        answer_different(first, second, by=by)
        return redirect("same_questions")
    if answer != "same":
        raise Invalid(_("Choose “Merge” or “Keep both organisations”."))
    target, source = (second, first) if request.POST.get("keep") == "right" else (first, second)
    side = "left" if source is first else "right"
    take = [name for name in ORGANISATION_FIELDS if request.POST.get(f"take-{name}") == side]
    merge_pair(target, source, take=take, by=by)
    return redirect("merges")


def _get_organisation(pk: int) -> Organisation:
    organisation = Organisation.objects.filter(pk=pk, merged_into=None, removal=None).first() if pk <= MAX_ID else None
    if organisation is None:
        raise Http404
    return organisation


def _are_merged(left: int, right: int) -> bool:
    """Whether somebody has made the two one already, as a second click finds."""
    if max(left, right) > MAX_ID:
        return False
    return Merge.objects.filter(undone_at=None, survivor__in=(left, right), duplicate__in=(left, right)).exists()


def _question(first: Organisation, second: Organisation) -> SameQuestion | None:
    left, right = sorted((first.pk, second.pk))
    return SameQuestion.objects.filter(left=left, right=right).first()


@dataclass(frozen=True)
class ComparedOrganisation:
    """An organisation beside another one, with some of its projects and what it has in all."""

    item: Organisation
    projects: Sequence[Project]
    facts: OrganisationFacts


def _compared_organisation(organisation: Organisation, facts: OrganisationFacts) -> ComparedOrganisation:
    projects = Project.objects.filter(organisation=organisation).order_by("title", "pk")
    return ComparedOrganisation(organisation, list(projects[:MAX_MATCHES]), facts)


def _organisation_fields(first: Organisation, second: Organisation, viewer: Viewer) -> list[PairField]:
    fields = []
    for name in ORGANISATION_FIELDS:
        left, right = (cell_for(getattr(organisation, name), viewer) for organisation in (first, second))
        if left or right:
            # Of two names the full one is proposed.
            offered_side: NameSide = fuller_name(left, right) if name == "name" else ""
            fields.append(pair_field(name, left, right, is_choice=True, offered_side=offered_side))
    return fields


@facilitator_page
@require_safe
def merge_list(request: HttpRequest) -> HttpResponse:
    """List what was made one, the newest first, each with the way back."""
    return _merges_page(request, [])


def _merges_page(request: HttpRequest, problems: Sequence[FieldProblem]) -> HttpResponse:
    paginator = Paginator(merges(), PAIRS_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"page": page, "page_range": paginator.get_elided_page_range(page.number), "problems": problems}
    return render(request, "intake/merges.html", context, status=422 if problems else 200)


@facilitator_page
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two of one again; where something stands in the way, say what."""
    merge = Merge.objects.filter(pk=pk).first() if pk <= MAX_ID else None
    if merge is None:
        raise Http404
    try:
        unmerge_pair(merge, by=viewer_of(request).user_id)
    except Invalid as invalid:
        return _merges_page(request, [FieldProblem(problem) for problem in invalid.problems])
    return redirect("merges")
