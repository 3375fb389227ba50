"""Refusals of actions that no view caught; apart from the other middleware, which logging needs before any model."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from skillsnet.core.errors import Denied, Invalid
from skillsnet.web.errors import refusal


class RefusalPages:
    """Turns an action's refusal that its view did not catch into a page with the refusal's own sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; any other exception is for Django to answer."""
        return refusal(request, exception) if isinstance(exception, (Denied, Invalid)) else None
