"""The outbox, for facilitators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from skillsnet.db.limits import MAX_ID
from skillsnet.outbox.actions import send_again
from skillsnet.outbox.enums import MailState
from skillsnet.outbox.queries import mails_in, may_go_again, state_counts
from skillsnet.outbox.tasks import deliver_soon

PAGE_SIZE = 25


def _facilitators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    # The rules of accounts lie above this app, so the one question is asked of the user itself.
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request.user, "is_facilitator", False):
            raise Http404(_("There is no page at this address."))
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@_facilitators_only
def outbox(request: HttpRequest) -> HttpResponse:
    """List what the platform wrote, newest first, with what became of it."""
    state = request.GET.get("state", "")
    failed = may_go_again().filter(state=MailState.FAILED).count()
    context = {
        "page": Paginator(mails_in(state), PAGE_SIZE).get_page(request.GET.get("page")),
        "counts": state_counts(),
        "state": state if state in MailState.values else "",
        "has_server": bool(settings.MAIL_SERVER),
        "failed": failed,
    }
    return render(request, "outbox/outbox.html", context)


@require_POST
@_facilitators_only
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one message again."""
    return _answer_sending(request, send_again([min(pk, MAX_ID)], by=request.user.pk))


@require_POST
@_facilitators_only
def all_again(request: HttpRequest) -> HttpResponse:
    """Send everything again that could not be sent."""
    return _answer_sending(request, send_again(by=request.user.pk))


def _answer_sending(request: HttpRequest, count: int) -> HttpResponse:
    if count:
        deliver_soon()
        sentence = ngettext("%(count)d mail is being sent again.", "%(count)d mails are being sent again.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.info(
            request, _("Nothing was sent. Either the mail is already being sent, or no mail server is set up.")
        )
    return redirect("outbox")
