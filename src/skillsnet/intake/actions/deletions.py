"""Deleting an import with what it kept of its file; what it put on the map stays."""

from django.db import transaction

from skillsnet.audit.actions import record
from skillsnet.calls.actions import remove_empty_call
from skillsnet.intake.actions.states import InvalidTransition
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.rules import why_not_delete


@transaction.atomic
def delete_run(run: ImportRun, *, by: int | None) -> None:
    """Delete the import, its rows and its file, and the call that was made for it where nothing else is in it."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if why_not_delete(locked):
        raise InvalidTransition(locked, RunState(locked.state))
    record("intake.delete_run", subject=f"import:{locked.pk}", by=by, state=locked.state)
    call, made_call = locked.call_id, locked.made_call
    locked.delete()
    if made_call:
        remove_empty_call(call, by=by)
