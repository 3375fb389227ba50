"""Who may open an import's pages, and which import an address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from skillsnet.accounts import access
from skillsnet.accounts.viewer import viewer_of
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions import InvalidTransition
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import all_runs
from skillsnet.intake.rules import page_of

MAX_POSITION = 2**31 - 1
View = Callable[..., HttpResponseBase]


def facilitator_page(view: View) -> View:
    """Send visitors to the sign-in; for members the page does not exist; an import that moved on leads to its page."""

    @access.facilitators_only
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except InvalidTransition as error:
            # Somebody, or the work itself, was faster: the page where the import stands now says how far it is.
            return redirect(page_of(error.run), error.run.pk)

    return guarded


def access_run(request: HttpRequest, pk: int) -> ImportRun:
    """Return the import, if the viewer may see imports and there is one."""
    run = all_runs().filter(pk=pk).first() if pk <= MAX_ID and viewer_of(request).is_facilitator else None
    if run is None:
        raise Http404
    return run


def access_row(run: ImportRun, position: int) -> ImportRow:
    """Return the import's row at a position, if there is one."""
    row = ImportRow.objects.filter(run=run, position=position).first() if position <= MAX_POSITION else None
    if row is None:
        raise Http404
    return row
