"""Who can sign in, and what facilitators may do about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.actions import end_role, revoke_sessions, switch_off, switch_on
from skillsnet.accounts.models import User
from skillsnet.accounts.record import KINDS, account_records, records
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID

PAGE_SIZE = 50
# Of an address, as its field in the database has them.
MOST_LETTERS = 254
CHANGES = {"end_role": end_role, "revoke": revoke_sessions, "switch_off": switch_off, "switch_on": switch_on}


@require_safe
@facilitators_only
def accounts(request: HttpRequest) -> HttpResponse:
    """List who can sign in, facilitators first."""
    people = User.objects.order_by("role", "email", "pk")
    return render(
        request, "accounts/accounts.html", {"page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))}
    )


@require_safe
@facilitators_only
def account_record(request: HttpRequest) -> HttpResponse:
    """List what is recorded of accounts and consents, filtered by what happened and by whom."""
    kind, person = request.GET.get("kind", ""), request.GET.get("person", "").strip()[:MOST_LETTERS]
    page = Paginator(account_records(kind=kind, person=person), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "records": records(page), "kinds": KINDS, "kind": kind, "person": person}
    return render(request, "accounts/record.html", context)


@require_POST
@facilitators_only
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role, end sessions, or switch an account off or on."""
    act = CHANGES.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    user = get_object_or_404(User, pk=min(pk, MAX_ID))
    try:
        act(user.pk, by=viewer_of(request).user_id)
    except Invalid as refused:
        for problem in refused.problems:
            messages.error(request, problem)
    else:
        messages.success(request, _("Done: %(address)s") % {"address": user.email})
    return redirect("accounts")
