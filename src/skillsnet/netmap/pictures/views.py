"""The map's picture as SVG and PNG, for downloads, print and social previews."""

from csp.constants import NONE
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from skillsnet.netmap.models import MapVersion
from skillsnet.netmap.pictures.files import font_policy, nearest_width, png_file, svg_file
from skillsnet.netmap.queries import current_map
from skillsnet.netmap.retry import missing_map, retry_once
from skillsnet.netmap.state import MapState

# Pictures show what everybody may see, whoever asks, so that any cache may keep them; a change is seen within minutes.
A_WHILE = "public, max-age=600"


@retry_once
def picture_svg(request: HttpRequest) -> HttpResponse:
    """Send the picture of a state as SVG that stands alone."""
    version, state = _map_and_state(request)
    language = get_language() or "en"
    svg = svg_file(version, state, language=language, address=_address(request, state))
    response = HttpResponse(svg, content_type="image/svg+xml")
    response["Content-Disposition"] = 'inline; filename="map.svg"'
    response["Cache-Control"] = A_WHILE
    response._csp_config = {"default-src": [NONE], "frame-ancestors": [NONE], **font_policy(language)}  # type: ignore[attr-defined]
    return response


@retry_once
def picture_png(request: HttpRequest) -> HttpResponse:
    """Send the picture of a state as PNG, in one of a few widths."""
    version, state = _map_and_state(request)
    width = nearest_width(request.GET.get("width", ""))
    address = _address(request, state)
    content = png_file(version, state, language=get_language() or "en", width=width, address=address)
    response = HttpResponse(content, content_type="image/png")
    response["Content-Disposition"] = 'inline; filename="map.png"'
    response["Cache-Control"] = A_WHILE
    return response


def _address(request: HttpRequest, state: MapState) -> str:
    """Return the address of the map that a picture shows."""
    query = state.to_query()
    return request.build_absolute_uri(reverse("map") + (f"?{query}" if query else ""))


def _map_and_state(request: HttpRequest) -> tuple[MapVersion, MapState]:
    state = MapState.from_query(request.GET)
    version = current_map(state.filters.edition)
    if version is None:
        raise missing_map(state.filters.edition)
    return version, state
