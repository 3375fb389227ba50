"""The facilitators' page of what a person agreed to show."""

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

TOLD = "told a facilitator"


@facilitators_only
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person agreed to show; sent by POST, write down what they said."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said, by = form.cleaned_data, viewer_of(request).user_id
        if said["audience"]:
            kept = {"audience": said["audience"], "wording": TOLD, "source": said["source"]}
            give_consent(person, said["field"], **kept, by=by)
        else:
            withdraw_consent(person, said["field"], by=by)
        messages.success(request, _("It is written down, and holds from now on."))
        return redirect("consents", person.pk)
    context = {"person": person, "fields": agreements(person), "form": form}
    return render(request, "calls/consents.html", context, status=422 if form.errors else 200)
