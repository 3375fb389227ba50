"""The facilitators' pages of links and codes that are handed over."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import hand_over, hand_over_to, mark_unreachable
from skillsnet.membership.qr_codes import qr_code
from skillsnet.membership.queries.handing_over import find_hand_over, hand_over_cards, live_code, live_codes
from skillsnet.membership.queries.invitations import inviter_name
from skillsnet.membership.rules import why_not_hand_over, why_not_mark_unreachable
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import person_label

# About fifteen printed pages.
CARDS_A_PAGE = 60


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def hand_over_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the link and the code of a person whom no mail reaches; sent by POST, make new ones."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    if request.method == "POST":
        try:
            hand_over(person, site=_site(request), by=viewer_of(request).user_id)
        except Invalid as invalid:
            messages.error(request, " ".join(invalid.problems))
        else:
            messages.success(request, _("The link and the code are ready. Former ones no longer work."))
        return redirect("hand_over", person.pk)
    invitation, reason = live_code(person), why_not_hand_over(person)
    cards = hand_over_cards([invitation] if invitation and not reason else [], viewer_of(request))
    context = {
        "person": person,
        "name": person_label(person, viewer_of(request)),
        "reason": reason,
        "can_mark": not why_not_mark_unreachable(person),
        "cards": [(card, qr_code(card.link)) for card in cards],
        "made_at": invitation.sent_at if invitation else None,
        "made_by": inviter_name(invitation) if invitation else "",
    }
    return _kept_nowhere(render(request, "membership/hand_over.html", context))


@require_POST
@facilitators_only
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the address of a person as one where no mail arrives."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    try:
        mark_unreachable(person, site=_site(request), by=viewer_of(request).user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The address is marked: no mail arrives. You can hand over a code now."))
    return redirect("hand_over", person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def sheet(request: HttpRequest) -> HttpResponse:
    """Show the codes of everybody behind a choice of projects, for printing; sent by POST, make the missing ones."""
    filters = Filters.from_query(request.GET, viewer_of(request))
    if request.method == "POST":
        count = hand_over_to(filters, site=_site(request), by=viewer_of(request).user_id)
        messages.success(request, ngettext("%(n)d code is ready.", "%(n)d codes are ready.", count) % {"n": count})
        return redirect(f"{reverse('hand_over_sheet')}?{filters.to_query()}")
    page = Paginator(live_codes(filters), CARDS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [(card, qr_code(card.link)) for card in hand_over_cards(page, viewer_of(request))],
        "choice": find_hand_over(filters),
        "query": filters.to_query(),
    }
    return _kept_nowhere(render(request, "membership/hand_over_sheet.html", context))


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Keep a page with codes out of every cache, and its address out of what others are told."""
    patch_cache_control(response, no_store=True, private=True)
    return response
