"""The map page and the files it draws from."""

import re
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import viewer_of
from skillsnet.facets.editions import edition_choice
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import filtered_projects, summary_counts
from skillsnet.netmap.config import offered_groupings, page_config
from skillsnet.netmap.files import MEMBERS_PREFIX, holds_words, map_folder
from skillsnet.netmap.metrics import metrics_of
from skillsnet.netmap.moving import once_more
from skillsnet.netmap.pictures import picture_for
from skillsnet.netmap.queries import behind, current_map, facets_on, selected_project
from skillsnet.netmap.state import MapState
from skillsnet.netmap.versions import has_map

_FILE_NAME = re.compile(r"^(members-)?(nodes|values|places|links|names)-[0-9a-f]{20}\.snm$")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_EVER_MINE = "private, max-age=31536000, immutable"
A_WHILE = "public, max-age=300, must-revalidate"
A_WHILE_MINE = "private, max-age=300, must-revalidate"


@once_more
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map: complete as a picture with facets and a list, alive where there is JavaScript."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    language = get_language() or "en"
    version = current_map(filters.edition, viewer=viewer)
    context: dict[str, Any] = {
        "filters": filters,
        "facets": facets_on(version, filters, viewer=viewer) if version else [],
        "groupings": offered_groupings(version, filters=filters, viewer=viewer, language=language),
        "behind": behind(version),
        "is_promised": has_map(filters.edition),
        "counts": summary_counts(filters),
        "editions": edition_choice(filters),
        "picture_svg": picture_for(
            version, filters=filters, language=language, state=MapState.from_query(request.GET, viewer=viewer)
        ),
        "netmap_config": page_config(version, filters=filters, viewer=viewer, language=language),
        "query": filters.to_query(),
        "selected": selected_project(request.GET.get("selected", ""), viewer=viewer),
    }
    return render(request, "netmap/page.html", context)


@once_more
def metrics(request: HttpRequest) -> HttpResponse:
    """Show what was measured of the network, in sentences: as a page, of which the map shows a part."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    version = current_map(filters.edition, viewer=viewer)
    found = metrics_of(version, viewer=viewer, language=get_language() or "en")
    context: dict[str, Any] = {"metrics": found, "built_at": version.built_at if version else None}
    context |= {"behind": behind(version), "query": filters.to_query()}
    return render(request, "netmap/metrics.html", context)


def matches(request: HttpRequest) -> HttpResponse:
    """Answer which projects a search finds, or a selection holds, by number: the same ones as in the directory."""
    asked = Filters.from_query(request.GET)
    words = Filters(q=asked.q, only=asked.only)
    found = filtered_projects(words).order_by("pk").values_list("pk", flat=True) if words.is_narrowed else []
    response = JsonResponse({"ids": list(found)})
    response["Cache-Control"] = "no-store"
    return response


def map_file(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a file of the map; its name is made of its content, so one without words of people may be kept for ever.

    One with words is asked for again after minutes, and gone as soon as it was replaced.
    """
    path = map_folder() / name
    is_for_members = name.startswith(MEMBERS_PREFIX)
    if not _FILE_NAME.match(name) or (is_for_members and not viewer_of(request).is_member):
        raise Http404
    packed = path.with_name(f"{name}.br")
    takes_brotli = "br" in request.headers.get("Accept-Encoding", "") and packed.is_file()
    try:
        # Read whole: the map may be built anew and the file removed while a slow line still loads it.
        content = (packed if takes_brotli else path).read_bytes()
    except FileNotFoundError:
        if not holds_words(name):
            raise Http404 from None
        gone = HttpResponse(_("This map file has been replaced. Reload the page."), status=HTTPStatus.GONE)
        gone["Cache-Control"] = "no-store"
        return gone
    response = HttpResponse(content, content_type="application/octet-stream")
    if takes_brotli:
        response["Content-Encoding"] = "br"
    response["Vary"] = "Accept-Encoding"
    if not holds_words(name):
        response["Cache-Control"] = FOR_EVER_MINE if is_for_members else FOR_EVER
        return response
    response["Cache-Control"] = A_WHILE_MINE if is_for_members else A_WHILE
    response["ETag"] = f'"{name}{"-br" if takes_brotli else ""}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
