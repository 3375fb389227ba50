"""The facilitators' pages of invitations."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.membership.actions import invite, resend, revoke
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.forms import InvitationForm
from skillsnet.membership.mail_texts import language_for
from skillsnet.membership.mails import has_mail_server, preview_letter
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.campaigns import campaigns
from skillsnet.membership.queries.invitations import invitation_counts, invitation_rows, invitations
from skillsnet.membership.rules import why_not_invite
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import person_label

INVITATIONS_A_PAGE = 50
CAMPAIGNS_SHOWN = 10
# Of an address, as its field in the database has them.
MOST_LETTERS = 254


@require_safe
@facilitators_only
def listed(request: HttpRequest) -> HttpResponse:
    """List who was invited, and what came of it."""
    state, words = request.GET.get("state", ""), request.GET.get("person", "").strip()[:MOST_LETTERS]
    campaign = whole_number(request.GET.get("campaign", ""))
    rows = invitations(state=state, words=words, campaign=campaign)
    page = Paginator(rows, INVITATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": invitation_rows(page, viewer_of(request)),
        "counts": invitation_counts(campaign=campaign),
        "campaign": campaign,
        "campaigns": campaigns()[:CAMPAIGNS_SHOWN],
        "state": state if state in InvitationState.values else "",
        "person": words,
        "has_server": has_mail_server(),
    }
    return render(request, "membership/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the invitation that a person would get; sent by POST, send it."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    form = InvitationForm(
        request.POST if request.method == "POST" else None, initial={"language": language_for(person)}
    )
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        try:
            invite(person, language=form.cleaned_data["language"], site=site, by=viewer_of(request).user_id)
        except Invalid as invalid:
            form.add_error(None, list(invalid.problems))
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("invitations")
    context = {
        "person": person,
        "name": person_label(person, viewer_of(request)),
        "form": form,
        "reason": why_not_invite(person),
        "letter": preview_letter(person, language=language_for(person)),
        "has_server": has_mail_server(),
    }
    return render(request, "membership/invite.html", context, status=422 if form.errors else 200)


@require_POST
@facilitators_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an invitation again, with another link."""
    get_object_or_404(Invitation, pk=min(pk, MAX_ID))
    try:
        resend(pk, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The invitation is sent again with a new link. The old link no longer works."))
    return redirect("invitations")


@require_POST
@facilitators_only
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke an invitation."""
    get_object_or_404(Invitation, pk=min(pk, MAX_ID))
    try:
        revoke(pk, by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The invitation is revoked. Its link no longer works."))
    return redirect("invitations")
