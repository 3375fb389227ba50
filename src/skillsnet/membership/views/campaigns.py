"""The facilitators' pages of rounds of invitations."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import (
    change_campaign,
    delete_campaign,
    make_campaign,
    move_campaign,
    stop_campaign_reminders,
)
from skillsnet.membership.enums import EDITABLE, NEXT_OF_CAMPAIGN, CampaignState
from skillsnet.membership.forms import CampaignForm
from skillsnet.membership.mails import campaign_letter, campaign_reminder, has_mail_server
from skillsnet.membership.models import Campaign
from skillsnet.membership.queries.campaigns import bounce_share, drafts_left, preview_people
from skillsnet.membership.queries.invitations import invitation_counts
from skillsnet.membership.queries.recipients import find_recipients

# What a button of the page asks for.
MOVES = {"start": CampaignState.SENDING, "pause": CampaignState.PAUSED}


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def new(request: HttpRequest) -> HttpResponse:
    """Show whom a choice of projects would invite, and write the mail; sent by POST, draft the round."""
    filters = Filters.from_query(request.GET, viewer_of(request))
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            campaign = make_campaign(**form.values(), filters=filters, site=site, by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            return redirect("campaign", campaign.pk)
    context = {"form": form, "recipients": find_recipients(filters), "query": filters.to_query()}
    return render(request, "membership/campaign_new.html", context, status=422 if form.errors else 200)


@require_safe
@facilitators_only
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a round is, what came back, and the mail as three of its recipients get it."""
    row = get_object_or_404(Campaign, pk=min(pk, MAX_ID))
    steps, people = NEXT_OF_CAMPAIGN[CampaignState(row.state)], preview_people(row)
    context = {
        "campaign": row,
        "counts": invitation_counts(campaign=row.pk),
        "share": bounce_share(row),
        "drafts": drafts_left(row),
        "letters": [campaign_letter(row, person, language=language) for person, language in people],
        "reminder": campaign_reminder(people[0][0], language=people[0][1]) if row.reminder_days and people else None,
        "can_start": CampaignState.SENDING in steps,
        "can_pause": CampaignState.PAUSED in steps,
        "is_draft": row.state == CampaignState.DRAFT,
        "is_editable": row.state in EDITABLE,
        "has_server": has_mail_server(),
    }
    return render(request, "membership/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's mail; sent by POST, change it for those whom it has not reached yet."""
    row = get_object_or_404(Campaign, pk=min(pk, MAX_ID))
    form = CampaignForm(request.POST if request.method == "POST" else None, campaign=row)
    if form.is_valid():
        try:
            change_campaign(row.pk, **form.values(), by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaign", row.pk)
    return render(
        request, "membership/campaign_edit.html", {"form": form, "campaign": row}, status=422 if form.errors else 200
    )


@require_POST
@facilitators_only
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Start or pause a round."""
    row, to = get_object_or_404(Campaign, pk=min(pk, MAX_ID)), MOVES.get(request.POST.get("do", ""))
    if to is None:
        raise Http404
    _try(request, lambda: move_campaign(row.pk, to=to, by=viewer_of(request).user_id))
    return redirect("campaign", row.pk)


@require_POST
@facilitators_only
def stop_reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """Send no more reminders of a round."""
    row = get_object_or_404(Campaign, pk=min(pk, MAX_ID))
    stop_campaign_reminders(row.pk, by=viewer_of(request).user_id)
    messages.success(request, _("No more reminders are sent."))
    return redirect("campaign", row.pk)


@require_POST
@facilitators_only
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a round that was never started."""
    row = get_object_or_404(Campaign, pk=min(pk, MAX_ID))
    is_deleted = _try(request, lambda: delete_campaign(row.pk, by=viewer_of(request).user_id))
    return redirect("invitations") if is_deleted else redirect("campaign", row.pk)


def _try(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do something, say what stands against it, and return whether it was done."""
    try:
        act()
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
        return False
    return True
