"""Error pages."""

import logging
import sys
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from skillsnet.core.errors import Denied, Invalid
from skillsnet.db.jobs import fault_location
from skillsnet.db.outage import is_outage

RETRY_SECONDS = 10
log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be understood."""
    text = _("The request could not be understood. Go back, check what you entered, and try again.")
    return _page(request, HTTPStatus.BAD_REQUEST, _("The request could not be read"), text)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who may not."""
    text = _(
        "Your account does not have access to this page. If you think it should, ask a facilitator of the network."
    )
    return _page(request, HTTPStatus.FORBIDDEN, _("You do not have access to this page"), text)


def refusal(request: HttpRequest, exception: Denied | Invalid) -> HttpResponse:
    """Answer with what an action said when it refused: 403 where this person may not, 400 where it cannot be done."""
    if isinstance(exception, Denied):
        return _page(request, HTTPStatus.FORBIDDEN, _("You do not have access to this page"), str(exception))
    return _page(request, HTTPStatus.BAD_REQUEST, _("This cannot be done"), *exception.problems)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection has run out."""
    text = _("The form was open for too long or came from another site. Go back, reload the page and send it again.")
    return _page(request, HTTPStatus.FORBIDDEN, _("The form has expired"), text)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    text = _("There is no page at this address. Look for it in the directory or on the map.")
    return _page(request, HTTPStatus.NOT_FOUND, _("Page not found"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when the fault is ours, or when the database cannot be used."""
    error = sys.exc_info()[1]
    if is_outage(error):
        return database_away(request, error)
    text = _(
        "This is our fault; the error has been logged. Try again in a minute. If the error continues, "
        "send us the number below."
    )
    return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong"), text)


def database_away(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """Answer while the database is away, locked or full: at once, and without asking it for anything."""
    if error is not None:
        log.warning("database cannot be used", extra={"fault": fault_location(error)})
    with override(get_language_from_request(request)):
        context = {"network_name": settings.NETWORK_NAME, "is_form": request.method not in ("GET", "HEAD")}
        # Rendered without the request: what every other page knows of its visitor stands in the database.
        body = render_to_string("web/away.html", context)
    response = HttpResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, status: HTTPStatus, heading: str, *sentences: str) -> HttpResponse:
    context = {"status": int(status), "heading": heading, "sentences": sentences}
    return render(request, "web/error.html", context, status=status)
