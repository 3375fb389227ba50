"""The map page, the map on other websites, and the files they draw from."""

import re
from http import HTTPStatus

from csp.constants import NONE
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.facets.choice_words import choice_in_words
from skillsnet.facets.editions import edition_choice
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import filtered_projects, summary_counts
from skillsnet.netmap.embedding.queries import embedding_origins
from skillsnet.netmap.files import MEMBERS_PREFIX, holds_words, map_folder
from skillsnet.netmap.page.config import offered_groupings, page_config
from skillsnet.netmap.page.frames import refused_origin
from skillsnet.netmap.page.metrics import network_figures
from skillsnet.netmap.page.overview import network_overview
from skillsnet.netmap.page.queries import grouped_facet, map_facets, selected_project
from skillsnet.netmap.pictures.queries import picture_for
from skillsnet.netmap.queries import current_map, has_map, outdated_map
from skillsnet.netmap.retry import retry_once
from skillsnet.netmap.state import MapState

_FILE_NAME = re.compile(r"^(members-)?(nodes|values|places|links|names)-[0-9a-f]{20}\.snm$")
FOR_EVER = "public, max-age=31536000, immutable"
FOR_EVER_MINE = "private, max-age=31536000, immutable"
A_WHILE = "public, max-age=300, must-revalidate"
A_WHILE_MINE = "private, max-age=300, must-revalidate"
# A frame is kept for some minutes, by everybody's cache: it shows what everybody may see, and sets no cookie.
A_WHILE_EMBEDDED = "public, max-age=300"


@retry_once
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map: complete as a picture with facets and a list, alive where there is JavaScript."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    language = get_language() or "en"
    version = current_map(filters.edition, viewer=viewer)
    facets = map_facets(version, filters, viewer=viewer) if version else []
    context = {
        "filters": filters,
        "facets": facets,
        "grouped_facet": grouped_facet(facets, filters),
        "groupings": offered_groupings(version, filters=filters, viewer=viewer, language=language),
        "outdated_map": outdated_map(version),
        "may_embed": bool(embedding_origins()),
        "is_promised": has_map(filters.edition),
        "counts": summary_counts(filters),
        "editions": edition_choice(filters),
        "picture_svg": picture_for(
            version, filters=filters, language=language, state=MapState.from_query(request.GET, viewer=viewer)
        ),
        "netmap_config": page_config(version, filters=filters, viewer=viewer, language=language),
        "query": filters.to_query(),
        "choice_words": choice_in_words(filters, language=language, viewer=viewer),
        "print_address": request.build_absolute_uri(),
        "selected": selected_project(request.GET.get("selected", ""), viewer=viewer),
    }
    return render(request, "netmap/page.html", context)


@xframe_options_exempt
@retry_once
def embed(request: HttpRequest) -> HttpResponse:
    """Show the map for a frame of another website: what everybody may see, whoever looks."""
    if origin := refused_origin(request):
        return _refuse_frame(request, origin)
    state = MapState.from_query(request.GET)
    filters, language = state.filters, get_language() or "en"
    version = current_map(filters.edition)
    context = {
        "theme": state.theme,
        "filters": filters,
        "query": filters.to_query(),
        "outdated_map": outdated_map(version),
        "is_promised": has_map(filters.edition),
        "counts": summary_counts(filters),
        "grouped_facet": None,
        "may_embed": False,
        "groupings": offered_groupings(version, filters=filters, viewer=ANYONE, language=language),
        "picture_svg": picture_for(version, filters=filters, language=language, state=state),
        "netmap_config": page_config(version, filters=filters, viewer=ANYONE, language=language, is_embed=True),
        "selected": selected_project(request.GET.get("selected", ""), viewer=ANYONE),
    }
    response = render(request, "netmap/embed.html", context)
    response["Cache-Control"] = A_WHILE_EMBEDDED
    response._csp_replace = {"frame-ancestors": embedding_origins() or [NONE]}  # type: ignore[attr-defined]
    return response


def _refuse_frame(request: HttpRequest, origin: str) -> HttpResponse:
    """Say in the frame why the map is not there: nothing of the network but its name, for any website."""
    response = render(request, "netmap/embed_refused.html", {"origin": origin}, status=HTTPStatus.FORBIDDEN)
    response["Cache-Control"] = "no-store"
    response._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    return response


@retry_once
def metrics(request: HttpRequest) -> HttpResponse:
    """Show what was measured of the network, in sentences: as a page, of which the map shows a part."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    version = current_map(filters.edition, viewer=viewer)
    language = get_language() or "en"
    context = {
        "figures": network_figures(version, viewer=viewer, language=language),
        "overview": network_overview(version, language=language, edition=filters.edition),
        "counts": summary_counts(Filters()),
        "built_at": version.built_at if version else None,
        "outdated_map": outdated_map(version),
        "query": filters.to_query(),
    }
    return render(request, "netmap/metrics.html", context)


def matches(request: HttpRequest) -> HttpResponse:
    """Answer which projects a search finds, or a selection holds, by number: the same ones as in the directory."""
    filters = Filters.from_query(request.GET)
    search = Filters(q=filters.q, match=filters.match, similar=filters.similar, only=filters.only)
    ids = filtered_projects(search).order_by("pk").values_list("pk", flat=True) if search.is_narrowed else []
    response = JsonResponse({"ids": list(ids)})
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
        return _missing_file(name)
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


def _missing_file(name: str) -> HttpResponse:
    """Return the answer for a file that is not there: one with words of people was replaced."""
    if not holds_words(name):
        raise Http404
    response = HttpResponse(_("This map file has been replaced. Reload the page."), status=HTTPStatus.GONE)
    response["Cache-Control"] = "no-store"
    return response
