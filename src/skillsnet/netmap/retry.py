"""Answering while maps come and go: a page that loses its map's files is made once more, of the next map."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from skillsnet.netmap.queries import has_map

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]
RETRY_AFTER_S = "15"


class NoMapYet(Exception):
    """Projects are there, and a worker has not built their first map yet."""


def missing_map(edition: int | None) -> Exception:
    """Return what a file without a map is answered with: not yet, or that there is none."""
    return NoMapYet() if has_map(edition) else Http404()


def retry_once(view: "View[Parameters]") -> "View[Parameters]":
    """Make a page again when a builder has cleared the map away that it was being made of."""

    @wraps(view)
    def view_with_retry(request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
        try:
            try:
                return view(request, *args, **kwargs)
            except FileNotFoundError:
                return view(request, *args, **kwargs)
        except NoMapYet:
            response = render(
                request, "netmap/not_yet.html", {"is_promised": True}, status=HTTPStatus.SERVICE_UNAVAILABLE
            )
            response["Retry-After"] = RETRY_AFTER_S
            return response

    return view_with_retry
