"""The categories in force, and those of other editions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from skillsnet.accounts.viewer import viewer_of
from skillsnet.directory.queries.categories import (
    CategoryPage,
    category_page,
    counted_categories,
    last_edition_with,
    open_editions,
    regions_of,
    superseded_editions,
)
from skillsnet.directory.queries.project_cards import first_cards
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import summary_counts


def category_list(request: HttpRequest) -> HttpResponse:
    """Show the categories in force, and the editions before them."""
    language = get_language() or "en"
    context = {
        "categories": counted_categories(language),
        "earlier": superseded_editions(language),
        "open_editions": open_editions(),
    }
    return render(request, "directory/categories.html", context)


def category_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a category in force; a name of an earlier edition leads to its page there."""
    page = category_page(slug, number=None, language=get_language() or "en")
    if page is not None:
        return _render_category(request, page)
    number = last_edition_with(slug)
    if number is None:
        raise Http404
    return redirect("category_in_edition", number=number, slug=slug)


def category_in_edition(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show a category as an edition had it, or has it while it is worked on."""
    is_facilitator = viewer_of(request).is_facilitator
    page = category_page(slug, number=number, language=get_language() or "en", is_facilitator=is_facilitator)
    if page is None:
        raise Http404
    return _render_category(request, page)


def _render_category(request: HttpRequest, page: CategoryPage) -> HttpResponse:
    context: dict[str, object] = {"category_page": page, "category": page.category, "query": ""}
    if page.is_current or page.was_in_force:
        number = None if page.is_current else page.edition_number
        filters = Filters({FacetKey.CATEGORY: (page.category.slug,)}, edition=number)
        context |= {
            "counts": summary_counts(filters),
            "regions": regions_of(filters),
            "query": filters.to_query(),
            "cards": first_cards(filters, viewer=viewer_of(request), language=get_language() or "en"),
        }
    return render(request, "directory/category.html", context)
