"""Who may open the facilitators' pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from skillsnet.accounts.viewer import viewer_of

View = Callable[..., HttpResponseBase]


def facilitators_only(view: View) -> View:
    """Send visitors to the sign-in; for members the page does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer = viewer_of(request)
        if not viewer.is_member:
            return redirect_to_login(request.get_full_path())
        if not viewer.is_facilitator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
