"""The page on which a member deletes their account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import erase_member
from skillsnet.membership.queries.erasures import erasure_forecast
from skillsnet.membership.rules import why_not_leave
from skillsnet.membership.views.profiles import of_an_account
from skillsnet.participants.models import Person


@of_an_account
def profile_delete(request: HttpRequest, person: Person | None) -> HttpResponse:
    """Say what goes with an account and its profile, and what stays and why; sent by POST, delete it."""
    viewer = viewer_of(request)
    user = User.objects.get(pk=viewer.user_id or 0)
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            erase_member(viewer.user_id or 0)
        except Invalid as invalid:
            problems = invalid.problems
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. The lists and the map are updated in a moment."))
            return redirect("home")
    context = {
        "reason": why_not_leave(user),
        "problems": problems,
        "addresses": sorted({user.email, *([person.email] if person and person.email else [])}),
        "forecast": erasure_forecast(person, viewer) if person else None,
    }
    return render(request, "membership/profile_delete.html", context, status=422 if problems else 200)
