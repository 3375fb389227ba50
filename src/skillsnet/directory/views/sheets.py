"""The projects of a choice as files."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.calls.models import ExtraField, Project
from skillsnet.calls.queries import fields_for
from skillsnet.directory.queries.project_cards import ProjectCard, cards, with_parts
from skillsnet.directory.sheets import cells, csv_lines, header, workbook
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import projects

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Sheets are read in pieces of this many projects, so that a large network needs no large memory.
SHEET_BATCH = 500


def directory_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Send the projects of a choice as CSV."""
    response = StreamingHttpResponse(csv_lines(_sheet(request)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="directory.csv"'
    return response


def directory_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the projects of a choice as a workbook."""
    response = HttpResponse(workbook(_sheet(request)), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="directory.xlsx"'
    return response


def _sheet(request: HttpRequest) -> Iterator[list[str]]:
    """Return the rows of a sheet, read as they are sent; who asks and in which language is settled at once."""
    viewer = viewer_of(request)
    filters = Filters.from_query(request.GET, viewer)
    ids = list(projects(filters).values_list("pk", flat=True))
    profile_url = request.build_absolute_uri(reverse("project", args=[0])).replace("/0/", "/{id}/")
    language, fields = get_language() or "en", list(fields_for(viewer))
    return _rows(ids, fields, viewer=viewer, language=language, profile_url=profile_url, edition=filters.edition)


def _rows(
    ids: list[int],
    fields: Sequence[ExtraField],
    *,
    viewer: Viewer,
    language: str,
    profile_url: str,
    edition: int | None,
) -> Iterator[list[str]]:
    slugs = [field.slug for field in fields]
    with override(language):
        yield header([field.label(language) for field in fields])
    for start in range(0, len(ids), SHEET_BATCH):
        with override(language):
            project_cards = _cards_of(
                ids[start : start + SHEET_BATCH], viewer=viewer, language=language, edition=edition
            )
            rows = [
                cells(card, slugs, language=language, page=profile_url.format(id=card.id)) for card in project_cards
            ]
        yield from rows


def _cards_of(ids: list[int], *, viewer: Viewer, language: str, edition: int | None) -> list[ProjectCard]:
    order_of = {pk: order for order, pk in enumerate(ids)}
    rows = with_parts(Project.objects.public().filter(pk__in=ids)).order_by("pk")
    project_cards = cards(rows, viewer=viewer, language=language, edition=edition)
    return sorted(project_cards, key=lambda card: order_of[card.id])
