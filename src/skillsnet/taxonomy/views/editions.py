"""One edition: what it holds, what is wrong with it, and where it goes next."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.actions import back_to_draft, delete_draft, open_for_comment, set_note
from skillsnet.taxonomy.actions.guards import EditConflict
from skillsnet.taxonomy.board import edition_board
from skillsnet.taxonomy.forms import NoteForm, OpenForm
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.queries.drafts import steps_of
from skillsnet.taxonomy.queries.editions import localised_name
from skillsnet.taxonomy.rules import why_not_edit
from skillsnet.taxonomy.views.access import access_edition

PAGE_SIZE = 200


@facilitators_only
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show an edition with its categories and everything that is wrong or doubtful about it."""
    edition = access_edition(slug, number)
    return _edition_page(request, edition, OpenForm(initial={"until": edition.comment_until}))


def _edition_page(request: HttpRequest, edition: Edition, form: OpenForm) -> HttpResponse:
    board = edition_board(edition)
    context = {
        **edition_context(edition),
        "board": board,
        "page": Paginator(board.rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "open_form": form,
        "languages": settings.LANGUAGES,
        "note": localised_name(edition.notes, ""),
        "steps": steps_of(edition),
    }
    return render(request, "taxonomy/edition.html", context, status=422 if form.errors else 200)


def edition_context(edition: Edition) -> dict[str, object]:
    """Return what every page on an edition says about it."""
    return {
        "taxonomy": edition.taxonomy,
        "taxonomy_name": localised_name(edition.taxonomy.names, edition.taxonomy.slug),
        "edition": edition,
        "before": edition_before(edition),
        "why_not_edit": why_not_edit(edition),
    }


@facilitators_only
@require_POST
def edition_open(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let everybody read the draft until a day."""
    edition = access_edition(slug, number)
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            open_for_comment(edition, until=form.cleaned_data["until"], by=viewer_of(request).user_id)
        except Invalid as refused:
            form.add_error("until", list(refused.problems))
        else:
            return redirect("edition", slug, number)
    return _edition_page(request, edition, form)


@facilitators_only
@require_POST
def edition_close(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take the edition back from view."""
    try:
        back_to_draft(access_edition(slug, number), by=viewer_of(request).user_id)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
    return redirect("edition", slug, number)


@facilitators_only
def edition_delete(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask whether a draft is to be deleted, naming what is lost, and delete it."""
    edition = access_edition(slug, number)
    if request.method == "POST" or why_not_edit(edition):
        try:
            delete_draft(edition, by=viewer_of(request).user_id)
        except Invalid as refused:
            messages.error(request, " ".join(refused.problems))
            return redirect("edition", slug, number)
        messages.success(request, _("The draft of edition %(number)d has been deleted.") % {"number": number})
        return redirect("taxonomy", slug)
    count = edition.categories.count()
    message = ngettext(
        "%(count)d category with its texts, and the record of where it came from, will be lost.",
        "%(count)d categories with their texts, and the record of where they came from, will be lost.",
        count,
    ) % {"count": count}
    return render(request, "taxonomy/delete.html", {**edition_context(edition), "lost": message})


@facilitators_only
def edition_note(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Change how the edition came about."""
    edition = access_edition(slug, number)
    initial = {"version": edition.version, **{f"note_{code}": note for code, note in edition.notes.items()}}
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_note(edition, form.notes, version=form.cleaned_data["version"], by=viewer_of(request).user_id)
        except EditConflict as refused:
            edition.refresh_from_db()
            form.renew(version=edition.version)
            form.add_error(None, list(refused.problems))
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
        else:
            return redirect("edition", slug, number)
    context = {**edition_context(edition), "form": form}
    return render(request, "taxonomy/note.html", context, status=422 if form.errors else 200)
