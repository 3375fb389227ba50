"""The outbox, for facilitators."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skillsnet.outbox.models import MailMessage

PAGE_SIZE = 25


def outbox(request: HttpRequest) -> HttpResponse:
    """List what the platform wrote, newest first."""
    # The rules of accounts lie above this app, so the one question is asked of the user itself.
    if not getattr(request.user, "is_facilitator", False):
        raise Http404(_("There is no page at this address."))
    page = Paginator(MailMessage.objects.all(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "outbox/outbox.html", {"page": page})
