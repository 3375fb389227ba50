"""The pages behind an invitation's link: they show, and only a form sent from them changes anything."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillsnet.accounts.sign_in import NEXT_PAGE_KEY, SIGN_IN_KEY, TooMany, ask_for_code, wait_sentence
from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import LinkUnusable, SignInFirst, claim, decline, stop_mails, stop_reminders
from skillsnet.membership.enums import InvitationState
from skillsnet.membership.forms import OtherAddressForm
from skillsnet.membership.link_cookie import forget, opened_link, remember
from skillsnet.membership.queries.profiles import open_invitation, organisation_of, projects_of
from skillsnet.membership.tokens import (
    reminder_stopped_invitation,
    stop_signature,
    stopped_invitation,
    token_digest,
)
from skillsnet.membership.views.behind_links import behind_a_link
from skillsnet.membership.views.joining import PROJECTS_SHOWN, join_page, member_profile
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_name
from skillsnet.web.source import source_of


@behind_a_link
@require_safe
def claim_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Have the browser keep which link it opened, and lead on to an address without it. Reads and writes nothing."""
    response = redirect("claim")
    response["Referrer-Policy"] = "no-referrer"
    remember(response, token_digest(token))
    return response


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request: HttpRequest) -> HttpResponseBase:
    """Show whose profile it is and what claiming means; sent by POST, claim it. Without a link, ask for a code."""
    digest = opened_link(request)
    if request.method != "POST":
        return _page(request, digest) if digest else redirect("claim_code")
    try:
        user = claim(digest, by=viewer_of(request).user_id)
    except SignInFirst:
        messages.info(request, _("Sign in with this address first. Then you can claim the profile."))
        return redirect(f"{resolve_url('account_login')}?next={resolve_url('claim')}")
    except Invalid as invalid:
        return _page(request, digest, problems=invalid.problems)
    welcome = resolve_url("profile")
    is_signed_in = request.user.is_authenticated
    response = (
        redirect(welcome) if is_signed_in else perform_login(request, user, redirect_url=welcome, email=user.email)
    )
    forget(response)
    return response


@behind_a_link
@require_POST
def claim_address(request: HttpRequest) -> HttpResponseBase:
    """Have a code sent to another address, with which the profile can be claimed then."""
    digest = opened_link(request)
    if open_invitation(digest) is None:
        raise LinkUnusable
    form = OtherAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, digest, form=form)
    try:
        sign_in = ask_for_code(
            form.cleaned_data["email"],
            source=source_of(request),
            instead_of=request.session.get(SIGN_IN_KEY),
            makes_account=True,
        )
    except TooMany as refusal:
        response = _page(request, digest, problems=[wait_sentence(refusal)], status=429)
        response["Retry-After"] = str(refusal.seconds)
        return response
    request.session.update({SIGN_IN_KEY: sign_in.pk, NEXT_PAGE_KEY: resolve_url("claim")})
    return redirect("account_confirm_login_code")


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def claim_decline(request: HttpRequest) -> HttpResponseBase:
    """Say what goes when somebody declines, or is not the person invited; sent by POST, do it."""
    digest = opened_link(request)
    invitation = open_invitation(digest)
    if invitation is None or invitation.person is None:
        raise LinkUnusable
    if request.method != "POST":
        return render(request, "membership/decline.html", {"address": invitation.person.email})
    is_stranger = request.POST.get("reason") == SuppressionReason.NOT_ME
    decline(digest, reason=SuppressionReason.NOT_ME if is_stranger else SuppressionReason.REMOVED)
    response = render(request, "membership/declined.html", {"address": invitation.person.email})
    forget(response)
    return response


@csrf_exempt
@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def claim_stop(request: HttpRequest, signature: str) -> HttpResponseBase:
    """Offer to write nothing more to an address; sent by POST, also by a mail program, see to that."""
    invitation = stopped_invitation(signature)
    if invitation is None:
        raise LinkUnusable
    if request.method != "POST":
        return render(request, "membership/stop.html")
    stop_mails(invitation)
    return render(request, "membership/declined.html", {"address": True})


@csrf_exempt
@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def claim_stop_reminders(request: HttpRequest, signature: str) -> HttpResponseBase:
    """Offer to send no more reminders; sent by POST, also by a mail program, see to that."""
    invitation = reminder_stopped_invitation(signature)
    if invitation is None:
        raise LinkUnusable
    if request.method != "POST":
        return render(request, "membership/stop_reminders.html", {"stop_signature": stop_signature(invitation)})
    stop_reminders(invitation)
    return render(request, "membership/reminders_stopped.html")


def _page(
    request: HttpRequest,
    digest: str,
    *,
    form: OtherAddressForm | None = None,
    problems: tuple[str, ...] | list[str] = (),
    status: int = 422,
) -> HttpResponse:
    invitation = open_invitation(digest)
    if invitation is None or invitation.person is None:
        raise LinkUnusable
    if profile := member_profile(request):
        return join_page(request, invitation, profile, problems=problems)
    person, organisation = invitation.person, organisation_of(invitation.person)
    context = {
        "name": person.name,
        "address": person.email,
        # Nobody has signed in as this person yet: the texts are read as everybody reads them.
        "organisation": organisation_name(organisation, ANYONE),
        "projects": [text_for(project.title, ANYONE) for project in projects_of(person)[:PROJECTS_SHOWN]],
        "form": form or OtherAddressForm(),
        "is_by_mail": invitation.state != InvitationState.HANDED_OVER,
        "problems": problems,
    }
    return render(request, "membership/claim.html", context, status=status if form or problems else 200)
