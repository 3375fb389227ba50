"""The pages on which a member joins a second profile with their own, and separates the two again."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import LinkUnusable, join_profiles, separate_profiles
from skillsnet.membership.forms import JoinForm
from skillsnet.membership.link_cookie import forget, opened_link
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.profiles import open_invitation, projects_of
from skillsnet.membership.views.behind_links import behind_a_link
from skillsnet.participants.models import Person
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import PERSON_FIELDS

# Of somebody's projects on the page; hardly anybody has more.
PROJECTS_SHOWN = 5


def member_profile(request: HttpRequest) -> Person | None:
    """Return the profile of whoever sent a request, or nothing."""
    user_id = viewer_of(request).user_id
    return Person.objects.filter(user=user_id).first() if user_id is not None else None


def join_page(
    request: HttpRequest, invitation: Invitation, profile: Person, *, problems: Iterable[str] = ()
) -> HttpResponse:
    """Show what joining two profiles means, and which values can stay."""
    return _page(request, invitation, _form(None, invitation, profile), problems=problems)


@behind_a_link
@require_POST
def claim_join(request: HttpRequest) -> HttpResponseBase:
    """Join the profile behind a link with the member's own."""
    digest, profile = opened_link(request), member_profile(request)
    invitation = open_invitation(digest)
    if invitation is None or profile is None:
        raise LinkUnusable
    form = _form(request.POST, invitation, profile)
    if not form.is_valid():
        return _page(request, invitation, form)
    try:
        join_profiles(digest, take=form.fields_to_take(), by=viewer_of(request).user_id or 0)
    except Invalid as invalid:
        return _page(request, invitation, form, problems=invalid.problems)
    messages.success(request, _("The two profiles are one now. You can separate them again for 30 days."))
    response = redirect("profile")
    forget(response)
    return response


@require_POST
def profile_separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Separate two profiles that the member joined."""
    user_id = viewer_of(request).user_id
    if user_id is None:
        return redirect("account_login")
    try:
        separate_profiles(pk, by=user_id)
    except Invalid as invalid:
        messages.error(request, " ".join(invalid.problems))
    else:
        messages.success(request, _("The profiles are two again. The other one belongs to nobody now."))
    return redirect("profile")


def _form(data: object, invitation: Invitation, profile: Person) -> JoinForm:
    mine = {name: getattr(profile, name) for name in PERSON_FIELDS}
    theirs = {name: getattr(invitation.person, name) for name in PERSON_FIELDS}
    return JoinForm(data, mine=mine, theirs=theirs)


def _page(
    request: HttpRequest, invitation: Invitation, form: JoinForm, *, problems: Iterable[str] = ()
) -> HttpResponse:
    person, problems = invitation.person, list(problems)
    if person is None:
        raise LinkUnusable
    context = {
        "name": person.name,
        "address": person.email,
        "projects": [text_for(project.title, ANYONE) for project in projects_of(person)[:PROJECTS_SHOWN]],
        "form": form,
        "problems": problems,
    }
    return render(request, "membership/join.html", context, status=422 if form.errors or problems else 200)
