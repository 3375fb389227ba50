"""Writes who looked at what people show to facilitators alone."""

from collections.abc import Callable, Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from skillsnet.accounts.viewer import viewer_of
from skillsnet.participants.enums import LookChannel
from skillsnet.participants.looks import LookNotes, noting, write_looks


class LookLog:
    """Keeps notes while an answer is made, and writes them once it is; a file counts as a look in an export."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        notes = LookNotes()
        with noting(notes):
            response = self.get_response(request)
        is_file = str(response.get("Content-Disposition", "")).startswith("attachment")
        channel = LookChannel.EXPORT if is_file else LookChannel.PAGE
        if isinstance(response, HttpResponse):
            _write(request, notes, channel)
        elif not response.is_async:  # type: ignore[attr-defined]
            response.streaming_content = _noted(response.streaming_content, request, notes, channel)  # type: ignore[attr-defined]
        return response


def _noted(parts: Iterable[bytes], request: HttpRequest, notes: LookNotes, channel: LookChannel) -> Iterator[bytes]:
    """Give the parts of an answer, each made while notes are kept; write them at its end, also when it is cut off."""
    iterator = iter(parts)
    try:
        while True:
            with noting(notes):
                part = next(iterator, None)
            if part is None:
                return
            yield part
    finally:
        _write(request, notes, channel)


def _write(request: HttpRequest, notes: LookNotes, channel: LookChannel) -> None:
    if notes.bits and (by := viewer_of(request).user_id) is not None:
        write_looks(notes, by=by, channel=channel)
