"""Making short addresses of the map, and following them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.netmap.short_links.actions import shorten_state
from skillsnet.netmap.short_links.queries import state_of
from skillsnet.web.rate_limit import maker_of


@require_POST
def shorten(request: HttpRequest) -> HttpResponse:
    """Give a state its short address: as JSON to the map, as a page to a form without JavaScript."""
    wants_page = "text/html" in request.headers.get("Accept", "")
    try:
        link = shorten_state(request.POST.get("query", ""), viewer=viewer_of(request), by=maker_of(request))
    except Invalid as error:
        if wants_page:
            return render(request, "netmap/short.html", {"problems": error.problems}, status=400)
        return JsonResponse({"problems": error.problems}, status=400)
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
