"""The facilitators' page of what a person agreed to show."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.forms import ConsentForm
from skillsnet.calls.names import agreements, give_consent, withdraw_consent
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import FIELD_LABELS, PersonField

TOLD = "told a facilitator"


@facilitators_only
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person agreed to show; sent by POST, write down what they said."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    is_withdrawn = request.POST.get("do") == "withdraw" and request.POST.get("field") in FIELD_LABELS
    form = ConsentForm(request.POST if request.method == "POST" and not is_withdrawn else None)
    by = viewer_of(request).user_id
    if is_withdrawn:
        withdraw_consent(person, cast("PersonField", request.POST["field"]), by=by)
    elif form.is_valid():
        said = form.cleaned_data
        kept = {"audience": said["audience"], "wording": TOLD, "source": said["source"]}
        give_consent(person, said["field"], **kept, by=by)
    if is_withdrawn or form.is_valid():
        messages.success(request, _("It is written down, and holds from now on."))
        return redirect("consents", person.pk)
    context = {"person": person, "fields": agreements(person), "form": form}
    return render(request, "calls/consents.html", context, status=422 if form.errors else 200)
