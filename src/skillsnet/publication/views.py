"""What publishing a draft would do, publishing it, how that goes, and undoing it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.classification.queries import pending_in
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.outbox.queries import draft_count
from skillsnet.publication.actions import begin_publication, begin_publication_undo, request_preview, send_notices
from skillsnet.publication.actions.notices import batch_of
from skillsnet.publication.enums import UNDER_WAY
from skillsnet.publication.forms import PublishForm
from skillsnet.publication.models import Publication
from skillsnet.publication.queries.previews import preview_status
from skillsnet.publication.queries.tables import (
    PreviewSummary,
    preview_summary,
    publication_counts,
    transfer_rows,
    transfers_in_row,
)
from skillsnet.publication.rules import why_not_undo_publication
from skillsnet.publication.tasks import run_preview, run_publication
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.queries.editions import localised_name
from skillsnet.taxonomy.queries.problems import why_not_publish

PAGE_SIZE = 25
MAX_NUMBER = 32_767


@facilitators_only
def edition_moves(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what publishing a draft would do: counts for each row of the correspondence, and every single project."""
    edition = _draft_or_404(slug, number)
    status = preview_status(edition)
    context = {**_edition_context(edition), "status": status, "problems": why_not_publish(edition)}
    if status.preview is not None:
        key = request.GET.get("line", "")
        page = Paginator(transfers_in_row(status.preview, key), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {
            "summary": preview_summary(status.preview, edition, _language()),
            "key": key,
            "page": page,
            "rows": transfer_rows(list(page), edition, _language()),
        }
    return render(request, "publication/moves.html", context)


@facilitators_only
@require_POST
def edition_preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have a worker prepare the preview of a publication."""
    stored_preview = request_preview(_draft_or_404(slug, number))
    if stored_preview is not None:
        run_preview.enqueue(stored_preview.pk)
    return redirect("edition_moves", slug, number)


@facilitators_only
def edition_preview_progress(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Answer whether the preview is ready; once it is, have the page load anew."""
    edition = _draft_or_404(slug, number)
    status = preview_status(edition)
    response = render(request, "publication/_preview_status.html", {**_edition_context(edition), "status": status})
    if not status.is_under_way:
        response["HX-Refresh"] = "true"
    return response


@facilitators_only
def edition_publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask until when members may object, and begin to put the edition in force."""
    edition = _draft_or_404(slug, number)
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        until = form.cleaned_data["object_until"]
        try:
            publication = begin_publication(edition, object_until=until, by=viewer_of(request).user_id, site=site)
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
        else:
            run_publication.enqueue(publication.pk)
            return redirect("publication", publication.pk)
    context = {**_edition_context(edition), "form": form, "summary": _summary_or_none(edition)}
    return render(request, "publication/publish.html", context, status=422 if form.errors else 200)


@facilitators_only
def edition_publication(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Lead to the latest publication of an edition."""
    rows = Publication.objects.filter(edition__taxonomy__slug=slug, edition__number=min(number, MAX_NUMBER))
    pk = rows.order_by("-pk").values_list("pk", flat=True).first()
    if pk is not None:
        return redirect("publication", pk)
    messages.info(
        request, _("This platform has no record of a publication of this edition, so there is nothing to show.")
    )
    return redirect("edition", slug, number)


@facilitators_only
def publication_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a publication goes, what it moved, and how to take it back."""
    publication = _publication_or_404(pk)
    context = {
        **_edition_context(publication.edition),
        **_progress_context(publication),
        "counts": publication_counts(publication, _language()),
        "letter_count": draft_count(batch_of(publication)),
        "waiting_count": pending_in(publication.edition).count(),
        "why_not_undo": why_not_undo_publication(publication),
    }
    return render(request, "publication/publication.html", context)


@facilitators_only
def publication_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer how far a publication is; once it has ended, have the page load anew."""
    publication = _publication_or_404(pk)
    response = render(request, "publication/_progress.html", _progress_context(publication))
    if publication.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@facilitators_only
@require_POST
def publication_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the edition before in force again."""
    user_id = viewer_of(request).user_id
    try:
        publication = begin_publication_undo(_publication_or_404(pk), by=user_id or 0)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
    else:
        run_publication.enqueue(publication.pk)
    return redirect("publication", pk)


@facilitators_only
@require_POST
def publication_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the drafted letters."""
    count = send_notices(_publication_or_404(pk), by=viewer_of(request).user_id or 0)
    message = ngettext("%(count)d mail is being sent.", "%(count)d mails are being sent.", count)
    messages.success(request, message % {"count": count})
    return redirect("publication", pk)


def _language() -> str:
    return get_language() or "en"


def _draft_or_404(slug: str, number: int) -> Edition:
    if number > MAX_NUMBER:
        raise Http404
    edition = get_object_or_404(Edition.objects.select_related("taxonomy"), taxonomy__slug=slug, number=number)
    if not edition.is_at_work:
        raise Http404(_("There is no page at this address."))
    return edition


def _publication_or_404(pk: int) -> Publication:
    if pk > MAX_ID:
        raise Http404
    return get_object_or_404(Publication.objects.select_related("edition__taxonomy", "before", "by"), pk=pk)


def _summary_or_none(edition: Edition) -> PreviewSummary | None:
    preview = preview_status(edition).preview
    return preview_summary(preview, edition, _language()) if preview is not None else None


def _edition_context(edition: Edition) -> dict[str, object]:
    return {
        "taxonomy": edition.taxonomy,
        "taxonomy_name": localised_name(edition.taxonomy.names, edition.taxonomy.slug),
        "edition": edition,
        "before": edition_before(edition),
    }


def _progress_context(publication: Publication) -> dict[str, object]:
    return {"publication": publication, "is_under_way": publication.state in UNDER_WAY}
