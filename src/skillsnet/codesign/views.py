"""What a draft would move, putting it in force, how that goes, and taking it back."""

from typing import Any

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
from skillsnet.codesign.actions import begin_forecast, begin_publication, begin_undo, send_notices
from skillsnet.codesign.actions.notices import batch_of
from skillsnet.codesign.enums import UNDER_WAY
from skillsnet.codesign.forms import PublishForm
from skillsnet.codesign.models import Publication
from skillsnet.codesign.queries.lines import board, items_of, lines, what_moved
from skillsnet.codesign.queries.moves import prospect
from skillsnet.codesign.rules import why_not_undo
from skillsnet.codesign.tasks import run_forecast, run_publication
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.outbox.queries import draft_count
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import edition_before
from skillsnet.taxonomy.queries.editions import name_of
from skillsnet.taxonomy.rules import why_not_publish

PAGE_SIZE = 25
MAX_NUMBER = 32_767


@facilitators_only
def edition_moves(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what putting a draft in force would move: counts for each line, and every single project."""
    edition = _draft_or_404(slug, number)
    known = prospect(edition)
    context = {**_about(edition), "prospect": known, "problems": why_not_publish(edition)}
    if known.foreseen is not None:
        key = request.GET.get("line", "")
        page = Paginator(items_of(known.foreseen, key), PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {
            "board": board(known.foreseen, edition, _language()),
            "key": key,
            "page": page,
            "lines": lines(list(page), edition, _language()),
        }
    return render(request, "codesign/moves.html", context)


@facilitators_only
@require_POST
def edition_foresee(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Have a worker work out what a draft would move."""
    begun = begin_forecast(_draft_or_404(slug, number))
    if begun is not None:
        run_forecast.enqueue(begun.pk)
    return redirect("edition_moves", slug, number)


@facilitators_only
def edition_prospect(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Answer whether what a draft would move is worked out; once it is, have the page load anew."""
    edition = _draft_or_404(slug, number)
    known = prospect(edition)
    response = render(request, "codesign/_prospect.html", {**_about(edition), "prospect": known})
    if not known.is_under_way:
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
            begun = begin_publication(edition, object_until=until, by=viewer_of(request).user_id, site=site)
        except Invalid as refused:
            form.add_error(None, list(refused.problems))
        else:
            run_publication.enqueue(begun.pk)
            return redirect("publication", begun.pk)
    foreseen = prospect(edition).foreseen
    summary = board(foreseen, edition, _language()) if foreseen is not None else None
    context = {**_about(edition), "form": form, "board": summary}
    return render(request, "codesign/publish.html", context, status=422 if form.errors else 200)


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
    found = _publication_or_404(pk)
    certain, to_decide, added = what_moved(found, _language())
    context = {
        **_about(found.edition),
        **_state(found),
        "certain": certain,
        "to_decide": to_decide,
        "added": added,
        "letters": draft_count(batch_of(found)),
        "waiting": pending_in(found.edition).count(),
        "why_not_undo": why_not_undo(found),
    }
    return render(request, "codesign/publication.html", context)


@facilitators_only
def publication_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer how far a publication is; once it has ended, have the page load anew."""
    found = _publication_or_404(pk)
    response = render(request, "codesign/_progress.html", _state(found))
    if found.state not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@facilitators_only
@require_POST
def publication_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the edition before in force again."""
    found = _publication_or_404(pk)
    user_id = viewer_of(request).user_id
    try:
        begun = begin_undo(found, by=user_id or 0)
    except Invalid as refused:
        messages.error(request, " ".join(refused.problems))
    else:
        run_publication.enqueue(begun.pk)
    return redirect("publication", pk)


@facilitators_only
@require_POST
def publication_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the drafted letters."""
    count = send_notices(_publication_or_404(pk), by=viewer_of(request).user_id or 0)
    said = ngettext("%(count)d mail is being sent.", "%(count)d mails are being sent.", count)
    messages.success(request, said % {"count": count})
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


def _about(edition: Edition) -> dict[str, Any]:
    return {
        "taxonomy": edition.taxonomy,
        "taxonomy_name": name_of(edition.taxonomy.names, edition.taxonomy.slug),
        "edition": edition,
        "before": edition_before(edition),
    }


def _state(publication: Publication) -> dict[str, Any]:
    return {"publication": publication, "is_under_way": publication.state in UNDER_WAY}
