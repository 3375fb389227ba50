"""Request ids, clean requests, and private pages that no cache keeps."""

import logging
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from skillsnet.db.limits import MAX_ID

Respond = Callable[[HttpRequest], HttpResponse]

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTED_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
# What pages answer to; nothing here is put, patched or deleted by its address.
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# No type stands for no body.
FORM_TYPES = ("", "application/x-www-form-urlencoded", "multipart/form-data")
NUL = "\x00"


class RequestIds:
    """Gives each request an id that its log lines, its error page and its response carry."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        client_id = request.headers.get("X-Request-Id", "")
        request_id = client_id if _ACCEPTED_ID.match(client_id) else uuid.uuid4().hex
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


class Not503Filter(logging.Filter):
    """Leaves out that a page answered 503: no fault of the page, and told in one line where it was found out."""

    def filter(self, record: logging.LogRecord) -> bool:
        return getattr(record, "status_code", None) != HTTPStatus.SERVICE_UNAVAILABLE


class CleanRequests:
    """Refuses what no page can read or keep: NUL characters anywhere, bodies that are no form, odd methods.

    PostgreSQL cannot hold NUL. Lone surrogates, which neither database holds, never come as far: see `only_utf8`.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if any(NUL in part for part in (request.path, *_names_and_values(request.GET))):
            return _refuse(_("The address contains a NUL character, which cannot be read. Remove %00 and try again."))
        if any(NUL in part for pair in request.COOKIES.items() for part in pair):
            return _refuse(_("A cookie in your browser is damaged. Delete the cookies of this site and try again."))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, arguments: Iterable[Any], keywords: dict[str, object]
    ) -> HttpResponse | None:
        """Refuse numbers that no database holds, and a body that no page can read, before anything of it is looked at.

        Nothing has such a number, and a database asked for it fails instead of finding nothing.
        """
        if any(isinstance(part, int) and part > MAX_ID for part in (*arguments, *keywords.values())):
            raise Http404
        if request.method != "POST":
            return None
        if request.content_type not in FORM_TYPES:
            return _refuse(
                _("This address accepts only forms. Open the page with the form, and send it from there."),
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            )
        try:
            is_broken = any(
                NUL in part for part in (*_names_and_values(request.POST), *_names_and_values(request.FILES))
            )
        except UnreadablePostError:
            return _refuse(_("Part of the form did not arrive. Send it again."))
        if is_broken:
            return _refuse(_("The form contains a NUL character, which cannot be stored. Remove it and try again."))
        return None


def _names_and_values(fields: MultiValueDict[str, Any]) -> Iterator[str]:
    """Yield the names and values of fields; a file's value is its name."""
    for name, values in fields.lists():
        yield name
        yield from map(str, values)


def _refuse(text: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


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
