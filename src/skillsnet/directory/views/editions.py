"""Editions of the categories: each as it was, what changed between two, and both as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.taxonomy.documents import MAX_NUMBER
from skillsnet.directory.queries.editions import (
    category_of_number,
    compare_editions,
    counts_in,
    edition_categories,
    readable_editions,
)
from skillsnet.taxonomy.exports import changes_file, edition_file
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before, view_of
from skillsnet.taxonomy.queries.editions import localised_name


def edition_page(request: HttpRequest, number: int) -> HttpResponse:
    """List the categories of an edition in its own words."""
    edition = _edition_or_404(request, number)
    language = get_language() or "en"
    counts = counts_in(edition)
    context = {
        "edition": edition,
        "before": edition_before(edition),
        "rows": [
            (view_of(category, language), counts.get(category.slug, 0)) for category in edition_categories(edition)
        ],
        "is_counted": bool(counts),
        "note": localised_name(edition.notes, ""),
    }
    return render(request, "directory/edition.html", context)


def category_by_number(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Lead from a category's number in an edition to its page there."""
    edition = _edition_or_404(request, number)
    slug = category_of_number(edition, position) if position <= MAX_NUMBER else None
    if slug is None:
        raise Http404
    return redirect("category_in_edition", number=number, slug=slug)


def category_changes(request: HttpRequest) -> HttpResponse:
    """Show what changed between two editions, the latest two unless others are asked for."""
    editions = readable_editions(is_facilitator=viewer_of(request).is_facilitator)
    old, new = _chosen_editions(request, editions)
    context = {
        "editions": editions,
        "comparison": compare_editions(old, new, language=get_language() or "en") if old and new else None,
    }
    return render(request, "directory/changes.html", context)


def _chosen_editions(request: HttpRequest, editions: list[Edition]) -> tuple[Edition | None, Edition | None]:
    """Return the two editions that are asked for, the earlier first; without numbers, the last that is public."""
    by_number = {str(edition.number): edition for edition in editions}
    asked_new, asked_old = request.GET.get("to", ""), request.GET.get("from", "")
    if (asked_new and asked_new not in by_number) or (asked_old and asked_old not in by_number):
        raise Http404
    public = [edition for edition in editions if edition.state in ("published", "superseded")] or editions
    if len(editions) < 2:
        return None, None
    new = by_number.get(asked_new) or public[-1]
    earlier = [edition for edition in editions if edition.number < new.number]
    old = by_number.get(asked_old) or (earlier[-1] if earlier else None)
    if old is None or old.number == new.number:
        return None, None
    return (old, new) if old.number < new.number else (new, old)


def edition_download(request: HttpRequest, number: int, form: str) -> HttpResponse:
    """Send an edition as SKOS, as a spreadsheet or as JSON."""
    file = edition_file(_edition_or_404(request, number), form=form, base=request.build_absolute_uri("/categories/"))
    response = HttpResponse(file.content, content_type=file.type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def changes_download(request: HttpRequest, number: int) -> HttpResponse:
    """Send what an edition changed as CSV."""
    file = changes_file(_edition_or_404(request, number))
    response = HttpResponse(file.content, content_type=file.type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


def _edition_or_404(request: HttpRequest, number: int) -> Edition:
    editions = readable_editions(is_facilitator=viewer_of(request).is_facilitator)
    for edition in editions:
        if edition.number == number:
            return edition
    raise Http404
