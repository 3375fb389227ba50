"""A member's own profile: who they are, and who may see it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import confirm_profile, save_about, save_audiences
from skillsnet.membership.forms import SUGGESTED, AboutForm, AudiencesForm
from skillsnet.membership.queries.checks import is_check_open, last_confirmed
from skillsnet.membership.queries.places import own_places
from skillsnet.membership.queries.profiles import (
    correctable_values,
    organisation_of,
    projects_of,
    separable_merges,
    standing_audiences,
)
from skillsnet.membership.wording import VISIBILITY, wording
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.rules import may_edit_organisation
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import PERSON_FIELDS
from skillsnet.revisions.actions import ChangedMeanwhile
from skillsnet.revisions.queries import field_values, readable_value

ABOUT_FIELDS = ("name", "position")


def of_an_account(
    view: Callable[[HttpRequest, Person | None], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send visitors to the sign-in; give the view the profile of the account, if it has one."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_member:
            return redirect_to_login(request.get_full_path())
        return view(request, Person.objects.filter(user=viewer.user_id).prefetch_related("consents").first())

    return require_http_methods(["GET", "HEAD", "POST"])(guarded)


def of_a_member(view: Callable[[HttpRequest, Person], HttpResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Send visitors to the sign-in; say how to get a profile to whoever has none."""

    @wraps(view)
    def with_profile(request: HttpRequest, person: Person | None) -> HttpResponse:
        return render(request, "membership/no_profile.html") if person is None else view(request, person)

    return of_an_account(with_profile)


@of_a_member
def profile(request: HttpRequest, person: Person) -> HttpResponse:
    """Show who a member is and their organisation; sent by POST, write what they corrected."""
    viewer = viewer_of(request)
    organisation = _editable_organisation(person, viewer)
    values = field_values(person)
    current = {"person": {name: values[name] for name in ABOUT_FIELDS}}
    if organisation is not None:
        current["organisation"] = correctable_values(organisation, viewer)
    form = AboutForm(request.POST if request.method == "POST" else None, current=current)
    if form.is_valid() and _save(request, person, form):
        return redirect("profile_visibility")
    context = {
        "form": form,
        "projects": [(project.pk, text_for(project.title, viewer)) for project in projects_of(person)],
        "places": own_places(person, viewer),
        "edits_organisation": organisation is not None,
        "merges": separable_merges(person),
        "is_asked": is_check_open(person, timezone.now()),
        "confirmed_at": last_confirmed(person),
    }
    return render(request, "membership/profile.html", context, status=422 if form.errors else 200)


def _editable_organisation(person: Person, viewer: Viewer) -> Organisation | None:
    """Return the organisation that a member joined the network with, if they may edit it."""
    organisation = organisation_of(person)
    return organisation if organisation and may_edit_organisation(viewer, organisation) else None


def _save(request: HttpRequest, person: Person, form: AboutForm) -> bool:
    """Write the form and return whether that was possible; what stands against it is added to the form."""
    shown_values, by = form.cleaned_data["shown_values"], viewer_of(request).user_id or 0
    organisation = _editable_organisation(person, viewer_of(request)) if shown_values.get("organisation") else None
    if organisation is None and shown_values.get("organisation"):
        form.add_error(None, _("You may not edit this organisation any more. Load the page again."))
        return False
    try:
        changed_count = save_about(person, organisation, values=form.values(), shown_values=shown_values, by=by)
    except Invalid as invalid:
        form.add_error(None, list(invalid.problems))
        return False
    except ChangedMeanwhile as change:
        for name, value in change.current.items():
            text = readable_value(name, value, get_language() or "en")
            form.add_error(
                None, _("Somebody changed this to “%(value)s” meanwhile. Load the page again.") % {"value": text}
            )
        return False
    confirm_profile(person, site=request.build_absolute_uri("/").rstrip("/"))
    if changed_count:
        messages.success(request, _("Saved. The lists and the map are updated in a moment."))
    return True


@of_a_member
def visibility(request: HttpRequest, person: Person) -> HttpResponse:
    """Show who may see what of a member; sent by POST, write what they chose."""
    current = standing_audiences(person)
    words = wording(VISIBILITY, get_language() or "en")
    form = AudiencesForm(request.POST if request.method == "POST" else None, current={**SUGGESTED, **current})
    if form.is_valid():
        save_audiences(person, form.audiences(), read_wording=words, by=viewer_of(request).user_id or 0)
        messages.success(request, _("Saved. This applies from now on."))
        return redirect("profile_visibility")
    context = {
        "form": form,
        "sentences": words.sentences,
        "has_chosen": bool(current),
        "fields": [(form[name], getattr(person, name)) for name in PERSON_FIELDS],
        "projects": [(project.pk, text_for(project.title, viewer_of(request))) for project in projects_of(person)],
    }
    return render(request, "membership/visibility.html", context, status=422 if form.errors else 200)
