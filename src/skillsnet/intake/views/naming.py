"""The answer to what becomes of the names of a row's own people."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillsnet.accounts.viewer import viewer_of
from skillsnet.core.errors import Invalid
from skillsnet.intake.actions import answer_names
from skillsnet.intake.actions.answers import NamesAnswer
from skillsnet.intake.enums import RunState
from skillsnet.intake.rules import page_of
from skillsnet.intake.views.access import access_row, access_run, facilitator_page
from skillsnet.intake.views.names import NamesRejection
from skillsnet.intake.views.rows import preview_page


@facilitator_page
@require_POST
def import_names(request: HttpRequest, pk: int, position: int | None = None) -> HttpResponse:
    """Take whether the people agreed to be named: of all rows that name their people, or of one."""
    run = access_run(request, pk)
    row = access_row(run, position) if position is not None else None
    if run.state != RunState.PREVIEW:
        return redirect(page_of(run), pk)
    answer, source = request.POST.get("answer", ""), request.POST.get("source", "")
    try:
        if answer not in ("hold", "agreed", *(["all"] if row else [])):
            raise Invalid(_("Choose one of the answers."))
        answer_names(run, row=row, answer=cast(NamesAnswer, answer), source=source, by=viewer_of(request).user_id)
    except Invalid as invalid:
        error = " ".join(invalid.problems)
        return preview_page(request, run, rejection=NamesRejection(position, answer, source, error))
    messages.success(request, _("Your answer was saved. It applies when the rows are imported."))
    query = urlencode({name: request.GET[name] for name in ("show", "page") if request.GET.get(name)})
    return redirect(f"{resolve_url('import_preview', pk)}?{query}#{'names' if row is None else f'row-{position}'}")
