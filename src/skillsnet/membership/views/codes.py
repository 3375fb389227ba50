"""The page on which a code is typed that a facilitator handed over."""

from math import ceil

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.sign_in import TooMany
from skillsnet.membership.actions import find_code
from skillsnet.membership.forms import HandedOverCodeForm
from skillsnet.membership.link_cookie import remember
from skillsnet.membership.views.behind_links import behind_a_link
from skillsnet.web.source import source_of


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def claim_code(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code; the right one, sent by POST, leads on to the profile as its link does."""
    form, status, headers = HandedOverCodeForm(request.POST if request.method == "POST" else None), 200, {}
    if form.is_valid():
        try:
            invitation = find_code(form.cleaned_data["code"], source=source_of(request))
        except TooMany as refusal:
            status, headers = 429, {"Retry-After": str(refusal.seconds)}
            form.add_error(None, _wait_sentence(refusal))
        else:
            if invitation is not None:
                response = redirect("claim")
                remember(response, invitation.token_digest)
                return response
            form.add_error("code", _("This code opens no profile. Check each letter, or ask for a new code."))
    if form.errors and status == 200:
        status = 422
    answer = render(request, "membership/claim_code.html", {"form": form}, status=status)
    for name, value in headers.items():
        answer[name] = value
    return answer


def _wait_sentence(refusal: TooMany) -> str:
    minutes = max(1, ceil((refusal.until - timezone.now()).total_seconds() / 60))
    sentence = ngettext(
        "Too many wrong codes came from your connection. Try again in %(count)d minute.",
        "Too many wrong codes came from your connection. Try again in %(count)d minutes.",
        minutes,
    )
    return sentence % {"count": minutes}
