"""The directory and its profiles."""

from dataclasses import replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.classification.forms import CategoriesForm, CorrectionForm
from skillsnet.classification.queries import latest_decision_id, other_taxonomy_placements
from skillsnet.classification.queries.member_view import own_classification
from skillsnet.db.limits import MAX_ID
from skillsnet.directory.enums import ListOrder, ListSections
from skillsnet.directory.queries.facilitator_hits import facilitator_hits
from skillsnet.directory.queries.list_order import ListArrangement, arranged, in_sections
from skillsnet.directory.queries.places import with_places
from skillsnet.directory.queries.profiles import Profile, prev_next, profile
from skillsnet.directory.queries.project_cards import cards, with_parts
from skillsnet.directory.queries.search_notes import search_notes
from skillsnet.facets.counts import FacetCounts, facet_counts
from skillsnet.facets.editions import edition_choice
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects, selection_size, summary_counts
from skillsnet.publication.queries.transfers import notice_for
from skillsnet.taxonomy.queries import current_edition

CARDS_PER_PAGE = 20
ROWS_PER_PAGE = 50
# What the form for filtering carries along unseen.
HIDDEN_IN_THE_FORM = ("edition", "group", "colour", "size", "only", "match", "q")


def directory(request: HttpRequest) -> HttpResponse:
    """Show the projects of a choice as cards or as a table, with the facets beside them."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    is_table = request.GET.get("view") == "table"
    facets = facet_counts(filters, viewer=viewer)
    view_pairs = _view_pairs(is_table, ListArrangement.from_query(request.GET))
    context = {
        "filters": filters,
        "query": filters.to_query(),
        "is_table": is_table,
        "facets": with_places(facets, language=get_language() or "en"),
        "active_filters": _active_filters(filters, facets, view_pairs=view_pairs),
        "chosen_count": sum(facet.chosen_count for facet in facets),
        "selection": _selection(filters, view_pairs=view_pairs),
        "counts": summary_counts(filters),
        "facilitator_hits": facilitator_hits(filters.q, viewer),
        "editions": edition_choice(filters),
        **_listed(request, filters, facets, viewer, is_table=is_table),
    }
    return render(request, "directory/directory.html", context)


def _listed(
    request: HttpRequest, filters: Filters, facets: list[FacetCounts], viewer: Viewer, *, is_table: bool
) -> dict[str, object]:
    """Return a page of the list in the order asked for, and what the forms need to ask for another one."""
    arrangement = ListArrangement.from_query(request.GET)
    rows = arranged(with_parts(projects(filters)), arrangement, facets=facets, edition=filters.edition)
    page = Paginator(rows, ROWS_PER_PAGE if is_table else CARDS_PER_PAGE).get_page(request.GET.get("page"))
    shown_cards = cards(page, viewer=viewer, language=get_language() or "en", edition=filters.edition)
    hidden_pairs = [pair for pair in filters.pairs() if pair[0] in HIDDEN_IN_THE_FORM]
    return {
        "arrangement": arrangement,
        "list_orders": ListOrder.choices,
        "list_sections": ListSections.choices,
        "hidden_pairs": [*hidden_pairs, *arrangement.pairs()],
        "choice_pairs": filters.pairs(),
        "search_notes": search_notes(filters, has_results=bool(page.paginator.count)),
        "page": page,
        "cards": shown_cards,
        "sections": in_sections(shown_cards, arrangement, facets),
    }


def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project: what it is, who stands behind it, what is near it."""
    viewer = viewer_of(request)
    # Before what the page shows: a decision that comes in between counts as not seen.
    seen_decision_id = _seen_decision(pk, viewer)
    shown_profile = _profile_or_404(pk, viewer)
    language = get_language() or "en"
    filters = Filters.from_query(request.GET, viewer)
    context = {
        "profile": shown_profile,
        "card": shown_profile.card,
        "filters": filters,
        "query": filters.to_query(),
        "prev_next": prev_next(pk, filters),
        "map_query": urlencode([*filters.pairs(), ("selected", pk)]),
        "form": _categories_form(shown_profile, language, seen_decision_id) if viewer.is_facilitator else None,
        "further": other_taxonomy_placements(pk, language),
        **_member_context(pk, viewer, language),
    }
    return render(request, "directory/project.html", context)


def project_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as the map's sheet does."""
    shown_profile = _profile_or_404(pk, viewer_of(request))
    return render(request, "directory/sheet.html", {"profile": shown_profile, "card": shown_profile.card})


def _profile_or_404(pk: int, viewer: Viewer) -> Profile:
    shown_profile = profile(pk, viewer=viewer, language=get_language() or "en")
    if shown_profile is None:
        raise Http404
    return shown_profile


def _seen_decision(pk: int, viewer: Viewer) -> int:
    """Return the latest decision that a facilitator's page is made from, 0 for none."""
    edition = current_edition() if viewer.is_facilitator and pk <= MAX_ID else None
    return latest_decision_id(pk, edition) if edition else 0


def _categories_form(shown_profile: Profile, language: str, seen_decision_id: int) -> CategoriesForm:
    placements = shown_profile.card.placements
    primary = next((str(placement.category.id) for placement in placements if placement.is_primary), None)
    secondary = [str(placement.category.id) for placement in placements if not placement.is_primary]
    initial = {"primary": primary, "secondary": secondary, "expected_latest_id": seen_decision_id}
    return CategoriesForm(language=language, initial=initial)


def _member_context(pk: int, viewer: Viewer, language: str) -> dict[str, object]:
    """Return what the member whose project it is sees of how it was classified; nothing for everybody else."""
    member_view = own_classification(pk, viewer, language)
    if member_view is None:
        return {"member_view": None}
    return {
        "member_view": member_view,
        "correction_form": CorrectionForm(language=language),
        "notice": notice_for(pk, viewer, language),
    }


def _view_pairs(is_table: bool, arrangement: ListArrangement) -> list[tuple[str, str]]:
    """Return how a list is shown, as the names and values of an address."""
    return [*([("view", "table")] if is_table else []), *arrangement.pairs()]


def _active_filters(
    filters: Filters, facets: list[FacetCounts], *, view_pairs: list[tuple[str, str]]
) -> list[dict[str, str]]:
    """Return what is chosen, each with the address that gives it up."""
    words = [("q", filters.q, _("“%(name)s”") % {"name": filters.q})] if filters.q else []
    values = [(facet.key, value.value, value.label) for facet in facets for value in facet.values if value.is_chosen]
    return [
        {
            "label": label,
            "url": "?" + urlencode([*view_pairs, *(pair for pair in filters.pairs() if pair != (key, value))]),
        }
        for key, value, label in [*words, *values]
    ]


def _selection(filters: Filters, *, view_pairs: list[tuple[str, str]]) -> dict[str, int | str | None] | None:
    """Return how many projects the selection holds that was taken from the map, and the address that lifts it."""
    if not filters.only:
        return None
    return {
        "count": selection_size(filters.only),
        "url": "?" + urlencode([*view_pairs, *replace(filters, only="").pairs()]),
    }
