"""What the pages behind an invitation's link or code have in common."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache

from skillsnet.membership.actions import LinkUnusable

View = Callable[..., HttpResponseBase]


def behind_a_link(view: View) -> View:
    """Keep a page out of every cache, and answer every link that opens nothing alike."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except LinkUnusable:
            response = render(request, "membership/unusable.html", status=404)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return never_cache(guarded)
