"""The facilitators' page of what a person agreed to show."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.calls.forms import ConsentForm
from skillsnet.calls.queries import field_consents, past_consents
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import FIELD_LABELS, PersonField, person_label

WORDING = "told a facilitator"


@facilitators_only
def consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person agreed to show; sent by POST, record that they agree to more."""
    person = get_object_or_404(Person.objects.prefetch_related("consents"), pk=min(pk, MAX_ID))
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answers, by = form.cleaned_data, viewer_of(request).user_id
        give_consent(
            person, answers["field"], audience=answers["audience"], wording=WORDING, source=answers["source"], by=by
        )
        return _redirect_saved(request, person)
    viewer = viewer_of(request)
    context = {
        "person": person,
        "name": person_label(person, viewer),
        "fields": field_consents(person, viewer),
        "past": past_consents(person),
        "form": form,
    }
    return render(request, "calls/consents.html", context, status=422 if form.errors else 200)


@require_POST
@facilitators_only
def withdraw(request: HttpRequest, pk: int, field: PersonField) -> HttpResponse:
    """Record that a person takes back that a field of theirs may be shown."""
    person = get_object_or_404(Person, pk=min(pk, MAX_ID))
    if field not in FIELD_LABELS:
        raise Http404
    withdraw_consent(person, field, by=viewer_of(request).user_id)
    return _redirect_saved(request, person)


def _redirect_saved(request: HttpRequest, person: Person) -> HttpResponse:
    messages.success(request, _("Saved. This applies from now on."))
    return redirect("consents", person.pk)
