"""Countries with their projects."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.geo import country_codes, region_of
from skillsnet.directory.queries.countries import countries_by_region
from skillsnet.directory.queries.project_cards import first_cards
from skillsnet.facets.counts import facet_counts
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import summary_counts


def country_list(request: HttpRequest) -> HttpResponse:
    """Show the countries that projects come from, by region."""
    return render(request, "directory/countries.html", {"regions": countries_by_region(get_language() or "en")})


def country_detail(request: HttpRequest, code: str) -> HttpResponse:
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
        "work_count": summary_counts(Filters({FacetKey.WORK: (code,)})).projects,
        "query": filters.to_query(),
        "cards": first_cards(filters, viewer=viewer_of(request), language=get_language() or "en"),
    }
    return render(request, "directory/country.html", context)
