"""Request ids, clean queries, and private pages that no cache keeps."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

Respond = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTED_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIds:
    """Gives each request an id that its log lines, its error page and its response carry."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-Id", "")
        request_id = sent if _ACCEPTED_ID.match(sent) else uuid.uuid4().hex
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response["X-Request-Id"] = request_id
        return response


def current_request_id() -> str:
    """Return the id of the request being answered, or a dash outside of one."""
    return _request_id.get()


class RequestIdFilter(logging.Filter):
    """Adds the request's id to each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class CleanQuery:
    """Refuses NUL bytes in addresses and queries, which PostgreSQL cannot hold."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = (request.path, *(v for values in request.GET.lists() for v in (values[0], *values[1])))
        if any("\x00" in part for part in asked):
            return HttpResponseBadRequest(
                _("The address holds a NUL character, which no page here answers to. Remove %00 and try again."),
                content_type="text/plain; charset=utf-8",
            )
        return self.get_response(request)


class PrivatePages:
    """Keeps pages made for a signed-in person out of every cache."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" in response:
            return response
        if request.path.startswith(("/accounts/", "/facilitate/")) or request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, no_store=True, private=True)
        return response
