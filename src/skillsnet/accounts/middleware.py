"""Keeps the day on which a signed-in browser was last seen."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from skillsnet.accounts.browsers import note_visit


class SeenBrowsers:
    """Notes a visit once a day, before the session is stored."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        note_visit(request)
        return response
