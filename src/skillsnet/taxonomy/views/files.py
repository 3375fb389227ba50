"""Sending taxonomies as files."""

from django.http import HttpRequest, HttpResponse

from skillsnet.accounts.access import facilitators_only
from skillsnet.taxonomy.exports import File, changes_file, edition_file
from skillsnet.taxonomy.views.access import access_edition


def file_response(file: File) -> HttpResponse:
    """Return a file as the browser is to save it."""
    response = HttpResponse(file.content, content_type=file.type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@facilitators_only
def edition_export(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponse:
    """Send an edition as a file, a draft too."""
    base = request.build_absolute_uri("/categories/")
    return file_response(edition_file(access_edition(slug, number), form=form, base=base))


@facilitators_only
def changes_export(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send what an edition changes as CSV."""
    return file_response(changes_file(access_edition(slug, number)))
