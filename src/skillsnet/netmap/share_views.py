"""The map on other websites, and short addresses of it."""

from csp.constants import NONE
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.facets.queries import summary_counts
from skillsnet.netmap.config import offered_groupings, page_config
from skillsnet.netmap.moving import once_more
from skillsnet.netmap.pictures import picture_for
from skillsnet.netmap.queries import behind, current_map, selected_project
from skillsnet.netmap.short_links import shorten_state, state_of
from skillsnet.netmap.state import MapState
from skillsnet.netmap.versions import has_map
from skillsnet.web.rate_limit import maker_of

# A frame is kept for some minutes, by everybody's cache: it shows what everybody may see, and sets no cookie.
A_WHILE = "public, max-age=300"


@xframe_options_exempt
@once_more
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map for a frame of another website: what everybody may see, whoever looks."""
    state = MapState.from_query(request.GET)
    filters, language = state.filters, get_language() or "en"
    version = current_map(filters.edition)
    context = {
        "theme": state.theme,
        "filters": filters,
        "query": filters.to_query(),
        "behind": behind(version),
        "is_promised": has_map(filters.edition),
        "counts": summary_counts(filters),
        "groupings": offered_groupings(version, filters=filters, viewer=ANYONE, language=language),
        "picture_svg": picture_for(version, filters=filters, language=language, state=state),
        "netmap_config": page_config(version, filters=filters, viewer=ANYONE, language=language, is_embed=True),
        "selected": selected_project(request.GET.get("selected", ""), viewer=ANYONE),
    }
    response = render(request, "netmap/embed.html", context)
    response["Cache-Control"] = A_WHILE
    response._csp_replace = {"frame-ancestors": settings.EMBED_ORIGINS or [NONE]}  # type: ignore[attr-defined]
    return response


@require_POST
def shorten(request: HttpRequest) -> HttpResponse:
    """Give a state its short address: as JSON to the map, as a page to a form without JavaScript."""
    wants_page = "text/html" in request.headers.get("Accept", "")
    try:
        link = shorten_state(request.POST.get("query", ""), viewer=viewer_of(request), by=maker_of(request))
    except Invalid as refused:
        if wants_page:
            return render(request, "netmap/short.html", {"problems": refused.problems}, status=400)
        return JsonResponse({"problems": refused.problems}, status=400)
    url = request.build_absolute_uri(reverse("map_short_link", args=[link.code]))
    if wants_page:
        return render(request, "netmap/short.html", {"url": url, "query": link.query})
    return JsonResponse({"url": url})


def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from a short address to the state it stands for; a code nobody was given gets a page that says so."""
    query = state_of(code, viewer=viewer_of(request))
    if query is None:
        return render(request, "netmap/no_short.html", {"code": code}, status=404)
    return redirect(f"{reverse('map')}?{query}" if query else reverse("map"))
