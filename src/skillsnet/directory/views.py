"""The directory, profiles, categories and countries."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.classification.forms import CategoriesForm, CorrectionForm
from skillsnet.classification.queries import further_placements, latest_spoken_id
from skillsnet.classification.queries.member_view import own_classification
from skillsnet.codesign.queries.passages import notice_for
from skillsnet.core.geo import country_codes, region_of
from skillsnet.db.limits import MAX_ID
from skillsnet.directory.queries.categories import (
    CategoryPage,
    category_page,
    counted_categories,
    earlier_editions,
    last_edition_with,
    open_editions,
    regions_of,
)
from skillsnet.directory.queries.countries import countries_by_region
from skillsnet.directory.queries.places import with_places
from skillsnet.directory.queries.profiles import Profile, profile, walk
from skillsnet.directory.queries.project_cards import ProjectCard, cards, with_parts
from skillsnet.facets.counts import Facet, facet_counts
from skillsnet.facets.editions import edition_choice
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects, selection_size, summary_counts
from skillsnet.taxonomy.queries import current_edition

CARDS_PER_PAGE = 20
ROWS_PER_PAGE = 50
FIRST_SHOWN = 12
# What the form for filtering carries along unseen.
KEPT_BY_THE_FORM = ("edition", "group", "colour", "size", "only", "q")


def directory(request: HttpRequest) -> HttpResponse:
    """Show the projects of a choice as cards or as a table, with the facets beside them."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    is_table = request.GET.get("view") == "table"
    found = with_parts(projects(filters))
    page = Paginator(found, ROWS_PER_PAGE if is_table else CARDS_PER_PAGE).get_page(request.GET.get("page"))
    facets = facet_counts(filters, viewer=viewer)
    context = {
        "filters": filters,
        "query": filters.to_query(),
        "kept": [pair for pair in filters.pairs() if pair[0] in KEPT_BY_THE_FORM],
        "is_table": is_table,
        "facets": with_places(facets, language=_language()),
        "chosen": _chosen(filters, facets, is_table=is_table),
        "chosen_count": sum(facet.chosen_count for facet in facets),
        "selection": _selection(filters, is_table=is_table),
        "counts": summary_counts(filters),
        "page": page,
        "cards": cards(page, viewer=viewer, language=_language(), edition=filters.edition),
        "editions": edition_choice(filters),
    }
    return render(request, "directory/directory.html", context)


def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project: what it is, who stands behind it, what is near it."""
    viewer = viewer_of(request)
    # Before what the page shows: a decision that comes in between counts as not seen.
    seen = _seen_decision(pk, viewer)
    found = _profile_or_404(pk, viewer)
    filters = Filters.from_query(request.GET, viewer)
    context = {
        "profile": found,
        "card": found.card,
        "filters": filters,
        "query": filters.to_query(),
        "walk": walk(pk, filters),
        "map_query": urlencode([*filters.pairs(), ("selected", pk)]),
        "form": _categories_form(found, seen=seen) if viewer.is_facilitator else None,
        "further": further_placements(pk, _language()),
        **_own_part(pk, viewer),
    }
    return render(request, "directory/project.html", context)


def project_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one project as the map's sheet does."""
    found = _profile_or_404(pk, viewer_of(request))
    return render(request, "directory/sheet.html", {"profile": found, "card": found.card})


def categories(request: HttpRequest) -> HttpResponse:
    """Show the categories in force, and the editions before them."""
    language = _language()
    context = {
        "categories": counted_categories(language),
        "earlier": earlier_editions(language),
        "open_editions": open_editions(),
    }
    return render(request, "directory/categories.html", context)


def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a category in force; a name of an earlier edition leads to its page there."""
    found = category_page(slug, number=None, language=_language())
    if found is not None:
        return _category(request, found)
    number = last_edition_with(slug)
    if number is None:
        raise Http404
    return redirect("category_in_edition", number=number, slug=slug)


def category_in_edition(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show a category as an edition had it, or has it while it is worked on."""
    is_facilitator = viewer_of(request).is_facilitator
    found = category_page(slug, number=number, language=_language(), is_facilitator=is_facilitator)
    if found is None:
        raise Http404
    return _category(request, found)


def countries(request: HttpRequest) -> HttpResponse:
    """Show the countries that projects come from, by region."""
    return render(request, "directory/countries.html", {"regions": countries_by_region(_language())})


def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show a country's projects, what they are about and in which languages."""
    if code.upper() not in country_codes():
        raise Http404
    if code != code.upper():
        return redirect("country", code=code.upper(), permanent=True)
    filters = Filters({FacetKey.COUNTRY: (code,)})
    facets = {facet.key: facet for facet in facet_counts(filters, [FacetKey.CATEGORY.value, FacetKey.LANGUAGE.value])}
    context = {
        "code": code,
        "region": region_of(code),
        "counts": summary_counts(filters),
        "facets": facets,
        "query": filters.to_query(),
        "cards": _first_cards(request, filters),
    }
    return render(request, "directory/country.html", context)


def _category(request: HttpRequest, found: CategoryPage) -> HttpResponse:
    context: dict[str, Any] = {"found": found, "category": found.category, "query": ""}
    if found.is_current or found.was_in_force:
        number = None if found.is_current else found.edition_number
        filters = Filters({FacetKey.CATEGORY: (found.category.slug,)}, edition=number)
        context |= {
            "counts": summary_counts(filters),
            "regions": regions_of(filters),
            "query": filters.to_query(),
            "cards": _first_cards(request, filters),
        }
    return render(request, "directory/category.html", context)


def _first_cards(request: HttpRequest, filters: Filters) -> list[ProjectCard]:
    first = with_parts(projects(filters))[:FIRST_SHOWN]
    return cards(first, viewer=viewer_of(request), language=_language(), edition=filters.edition)


def _profile_or_404(pk: int, viewer: Viewer) -> Profile:
    found = profile(pk, viewer=viewer, language=_language())
    if found is None:
        raise Http404
    return found


def _seen_decision(pk: int, viewer: Viewer) -> int:
    """Return the latest decision that a facilitator's page is made from, 0 for none."""
    edition = current_edition() if viewer.is_facilitator and pk <= MAX_ID else None
    return latest_spoken_id(pk, edition) if edition else 0


def _categories_form(found: Profile, *, seen: int) -> CategoriesForm:
    placements = found.card.placements
    primary = next((str(placement.category.id) for placement in placements if placement.is_primary), None)
    others = [str(placement.category.id) for placement in placements if not placement.is_primary]
    return CategoriesForm(language=_language(), initial={"primary": primary, "others": others, "seen": seen})


def _own_part(pk: int, viewer: Viewer) -> dict[str, Any]:
    """Return what the member whose project it is sees of how it was classified; nothing for everybody else."""
    own = own_classification(pk, viewer, _language())
    if own is None:
        return {"own": None}
    return {
        "own": own,
        "correction_form": CorrectionForm(language=_language()),
        "notice": notice_for(pk, viewer, _language()),
    }


def _chosen(filters: Filters, facets: list[Facet], *, is_table: bool) -> list[dict[str, str]]:
    """Return what is chosen, each with the address that gives it up."""
    view = [("view", "table")] if is_table else []
    words = [("q", filters.q, f"“{filters.q}”")] if filters.q else []
    values = [(facet.key, value.value, value.label) for facet in facets for value in facet.values if value.checked]
    return [
        {
            "label": label,
            "url": "?" + urlencode([*view, *(pair for pair in filters.pairs() if pair != (key, value))]),
        }
        for key, value, label in [*words, *values]
    ]


def _selection(filters: Filters, *, is_table: bool) -> dict[str, Any] | None:
    """Return how many projects the selection holds that was taken from the map, and the address that lifts it."""
    if not filters.only:
        return None
    view = [("view", "table")] if is_table else []
    return {
        "count": selection_size(filters.only),
        "url": "?" + urlencode([*view, *replace(filters, only="").pairs()]),
    }


def _language() -> str:
    return get_language() or "en"
