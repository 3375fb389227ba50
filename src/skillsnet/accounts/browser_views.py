"""The page on which people see where they are signed in, and sign out there."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skillsnet.accounts.browsers import browsers_of, sign_out_browser, sign_out_elsewhere
from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID

BROWSERS_SHOWN = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def browsers(request: HttpRequest) -> HttpResponseBase:
    """List the browsers in which somebody is signed in; sent by POST, sign out in one of them, or in all others."""
    user = request.user
    if not viewer_of(request).is_member or not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        return _sign_out(request, user)
    rows = browsers_of(user.pk)[: BROWSERS_SHOWN + 1]
    session_key = request.session.session_key
    context = {
        "browsers": [(row, row.session_id == session_key) for row in rows[:BROWSERS_SHOWN]],
        "has_others": any(row.session_id != session_key for row in rows),
    }
    return render(request, "account/browsers.html", context)


def _sign_out(request: HttpRequest, user: User) -> HttpResponse:
    chosen = request.POST.get("browser", "")
    if chosen == "others":
        count = sign_out_elsewhere(request, user)
        text = ngettext(
            "You are signed out in %(count)d other browser.", "You are signed out in %(count)d other browsers.", count
        )
        messages.success(request, text % {"count": count})
    elif (pk := whole_number(chosen)) is not None and sign_out_browser(min(pk, MAX_ID), by=user.pk):
        messages.success(request, _("You are signed out in that browser."))
    else:
        raise Http404
    return redirect("account_browsers")
