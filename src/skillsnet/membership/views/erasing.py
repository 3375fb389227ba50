"""Erasing a person who asked for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.membership.actions import erase_person
from skillsnet.membership.queries.erasures import erasure_forecast
from skillsnet.membership.rules import why_not_erase
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import person_label


@facilitators_only
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a person; sent by POST, erase them."""
    viewer = viewer_of(request)
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    if request.method == "POST":
        try:
            erase_person(person.pk, by=viewer.user_id)
        except Invalid as invalid:
            messages.info(request, " ".join(invalid.problems))
            return redirect("edit", "people", person.pk)
        messages.success(request, _("The person has been erased. The lists and the map are updated in a moment."))
        return redirect("facilitate")
    context = {
        "person_id": person.pk,
        "name": person_label(person, viewer),
        "reason": why_not_erase(person),
        "forecast": erasure_forecast(person, viewer),
    }
    return render(request, "membership/person_erase.html", context)
