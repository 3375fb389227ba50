"""The page on which an organisation's owners decide who may edit it."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.viewer import Viewer, viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.membership.forms import PlaceForm
from skillsnet.membership.queries.places import colleagues, unclaimed_count
from skillsnet.participants.actions import end_place, give_right, hand_ownership_over, renew_place
from skillsnet.participants.enums import EditingRight
from skillsnet.participants.models import Affiliation, Organisation
from skillsnet.participants.rules import may_decide_who_edits, place_of
from skillsnet.participants.visibility import organisation_label


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_people(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show an organisation's members and their rights; sent by POST, change one of them."""
    viewer = viewer_of(request)
    if not viewer.is_member:
        return redirect_to_login(request.get_full_path())
    organisation = get_object_or_404(Organisation.objects.filter(merged_into=None), pk=min(pk, MAX_ID))
    if place_of(viewer, organisation) is None and not viewer.is_facilitator:
        raise Http404
    problems: tuple[str, ...] = ()
    if request.method == "POST":
        form = PlaceForm(request.POST)
        if form.is_valid():
            try:
                affiliation = _apply(form, organisation, viewer)
            except Invalid as invalid:
                problems = invalid.problems
            else:
                messages.success(request, _("Saved."))
                has_left = place_of(viewer, affiliation.organisation) is None and not viewer.is_facilitator
                return redirect("profile") if has_left else redirect("organisation_people", organisation.pk)
        else:
            problems = (_("Choose one of the buttons on this page."),)
    return _page(request, organisation, viewer, problems)


def _page(request: HttpRequest, organisation: Organisation, viewer: Viewer, problems: tuple[str, ...]) -> HttpResponse:
    affiliation = place_of(viewer, organisation)
    context = {
        "name": organisation_label(organisation, viewer),
        "colleagues": colleagues(organisation, viewer),
        "unclaimed": unclaimed_count(organisation),
        "may_decide": may_decide_who_edits(viewer, organisation),
        "owns": affiliation is not None and affiliation.right == EditingRight.OWNER,
        "rights": [("", _("Reads only")), *EditingRight.choices],
        "problems": problems,
    }
    return render(request, "membership/organisation_people.html", context, status=422 if problems else 200)


def _apply(form: PlaceForm, organisation: Organisation, viewer: Viewer) -> Affiliation:
    """Do what a button says; a place of another organisation is as one that is gone."""
    place_id, act = form.cleaned_data["affiliation"], form.cleaned_data["act"]
    if not Affiliation.objects.filter(pk=place_id, organisation=organisation).exists():
        raise Invalid(_("This person has no place in the organisation any more. Load the page again."))
    if act == "end":
        return end_place(place_id, viewer=viewer)
    if act == "renew":
        return renew_place(place_id, viewer=viewer)
    if act == "hand_over":
        return hand_ownership_over(place_id, viewer=viewer)
    return give_right(place_id, form.cleaned_data["right"], viewer=viewer)
