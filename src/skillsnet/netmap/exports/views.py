"""The network of a choice as the files of other tools."""

import io
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TypeVar

import xlsxwriter
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.interchange.networks import (
    Document,
    gexf,
    graphml,
    kumu_blueprint,
    kumu_connections,
    kumu_elements,
    network_json,
)
from skillsnet.netmap.exports.queries import document_for
from skillsnet.netmap.queries import current_map
from skillsnet.netmap.retry import missing_map, retry_once
from skillsnet.netmap.state import MapState
from skillsnet.web.sheets import escape_formula

_Response = TypeVar("_Response", HttpResponse, StreamingHttpResponse)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Kumu itself finds 10,000 links many; its files hold the strongest of so many.
KUMU_LINKS = 50_000
# The most letters a cell of a workbook holds.
CELL_LETTERS = 32_767
# How many nodes, links or lines are sent at once.
PIECES = 200


@retry_once
def network_as_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send the platform's own JSON."""
    return _streamed(request, network_json, "network.json", "application/json")


@retry_once
def network_as_gexf(request: HttpRequest) -> StreamingHttpResponse:
    """Send GEXF 1.3, for Gephi."""
    return _streamed(request, gexf, "network.gexf", "application/xml")


@retry_once
def network_as_graphml(request: HttpRequest) -> StreamingHttpResponse:
    """Send GraphML."""
    return _streamed(request, graphml, "network.graphml", "application/xml")


@retry_once
def kumu_as_json(request: HttpRequest) -> StreamingHttpResponse:
    """Send Kumu's blueprint."""
    return _streamed(request, kumu_blueprint, "kumu.json", "application/json", link_limit=KUMU_LINKS)


@retry_once
def kumu_as_xlsx(request: HttpRequest) -> HttpResponse:
    """Send Kumu's spreadsheet."""
    document = _document(request, link_limit=KUMU_LINKS)
    response = HttpResponse(kumu_workbook(document), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="kumu.xlsx"'
    return _uncached(response)


def kumu_workbook(document: Document) -> bytes:
    """Return a workbook with Kumu's sheets of elements and connections, text cells only."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    for name, rows in (("Elements", kumu_elements(document)), ("Connections", kumu_connections(document))):
        sheet = book.add_worksheet(name)
        for row_number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(row_number, column, escape_formula(cell)[:CELL_LETTERS])
    book.close()
    return target.getvalue()


def _streamed(
    request: HttpRequest,
    write: Callable[[Document], Iterator[str]],
    filename: str,
    content_type: str,
    *,
    link_limit: int | None = None,
) -> StreamingHttpResponse:
    document = _document(request, link_limit=link_limit)
    response = StreamingHttpResponse(_in_pieces(write(document)), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return _uncached(response)


def _document(request: HttpRequest, *, link_limit: int | None) -> Document:
    """Return what is asked for, all read, as the viewer's audience sees it; a node is named by its page's address."""
    viewer, language = viewer_of(request), get_language() or "en"
    state = MapState.from_query(request.GET, viewer=viewer)
    version = current_map(state.filters.edition, viewer=viewer)
    if version is None:
        raise missing_map(state.filters.edition)
    address = request.build_absolute_uri(reverse("project", args=[0])).replace("/0/", "/{}/")
    return document_for(version, state, viewer=viewer, language=language, page=address.format, link_limit=link_limit)


def _in_pieces(texts: Iterator[str]) -> Iterator[str]:
    """Yield the texts some at a time; nothing is translated any more, so the thread's language may change."""
    while piece := "".join(islice(texts, PIECES)):
        yield piece


def _uncached(response: _Response) -> _Response:
    response["Cache-Control"] = "private, no-store"
    return response
