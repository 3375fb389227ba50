"""The yearly question: its pages show, and only a form sent from them changes anything."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.viewer import ANYONE
from skillsnet.membership.actions import LinkUnusable, confirm_profile, stop_checks
from skillsnet.membership.queries.profiles import organisation_of, public_projects_of
from skillsnet.membership.tokens import signed_check, stopped_check
from skillsnet.membership.views.behind_links import behind_a_link
from skillsnet.membership.views.joining import PROJECTS_SHOWN
from skillsnet.membership.views.profiles import of_a_member
from skillsnet.participants.models import Person
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import organisation_name


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, signature: str) -> HttpResponseBase:
    """Show what everybody reads of a member's entry; sent by POST, keep that they call it right."""
    check = signed_check(signature)
    if check is None or check.asked_at is None:
        raise LinkUnusable
    if request.method == "POST" and check.confirmed_at < check.asked_at:
        confirm_profile(check.person)
        return redirect(request.path)
    context = {
        "organisation": organisation_name(organisation_of(check.person), ANYONE),
        "projects": [
            (project.pk, text_for(project.title, ANYONE), project.language)
            for project in public_projects_of(check.person)[:PROJECTS_SHOWN]
        ],
        "confirmed_at": check.confirmed_at,
        "is_answered": check.confirmed_at >= check.asked_at,
    }
    return render(request, "membership/still_right.html", context)


@csrf_exempt
@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def still_right_stop(request: HttpRequest, signature: str) -> HttpResponseBase:
    """Offer to send the yearly question no more; sent by POST, also by a mail program, see to that."""
    check = stopped_check(signature)
    if check is None:
        raise LinkUnusable
    if request.method == "POST":
        stop_checks(check)
    return render(request, "membership/still_right_stop.html", {"is_done": request.method == "POST"})


@of_a_member
def profile_confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep that a member calls their profile right, from their own page."""
    if request.method == "POST":
        confirm_profile(person, site=request.build_absolute_uri("/").rstrip("/"))
        messages.success(request, _("Thank you. Your pages now say that you confirmed them today."))
    return redirect("profile")
