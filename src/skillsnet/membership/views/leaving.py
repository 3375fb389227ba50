"""The page on which a member deletes their account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import erase_member
from skillsnet.membership.queries.erasures import erasure_forecast
from skillsnet.membership.rules import why_not_leave
from skillsnet.membership.views.profiles import of_a_member
from skillsnet.participants.models import Person


@of_a_member
def profile_delete(request: HttpRequest, person: Person) -> HttpResponse:
    """Say what goes with a member's account, and what stays and why; sent by POST, delete it."""
    viewer = viewer_of(request)
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
        "reason": why_not_leave(person.user) if person.user else "",
        "problems": problems,
        "addresses": sorted(
            {address for address in (person.email, person.user.email if person.user else "") if address}
        ),
        "forecast": erasure_forecast(person, viewer),
    }
    return render(request, "membership/profile_delete.html", context, status=422 if problems else 200)
