"""Letting somebody be invited again who asked for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.access import facilitators_only
from skillsnet.accounts.viewer import viewer_of
from skillsnet.membership.actions import allow_again
from skillsnet.membership.enums import AskedThrough
from skillsnet.membership.forms import AllowAgainForm


@require_http_methods(["GET", "HEAD", "POST"])
@facilitators_only
def allow(request: HttpRequest) -> HttpResponse:
    """Ask for the address and how its owner asked; the answer is the same whether or not it was left out before."""
    form = AllowAgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        how = AskedThrough(form.cleaned_data["asked_through"])
        allow_again(form.cleaned_data["address"], asked_through=how, by=viewer_of(request).user_id)
        messages.success(
            request,
            _("This address can be invited. Add the person by hand, or import their project, then invite them."),
        )
        return redirect("invitations")
    return render(request, "membership/allow_again.html", {"form": form}, status=422 if form.errors else 200)
