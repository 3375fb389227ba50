"""Moving an import through its states."""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from skillsnet.intake.enums import NEXT, WORKING, RunState
from skillsnet.intake.models import ImportFile, ImportRun


class InvalidTransition(Exception):
    """The import is past the point where this could be done; shown as its present page, never as a fault."""

    def __init__(self, run: ImportRun, target: RunState) -> None:
        self.run = run
        super().__init__(f"import {run.pk} is {run.state}, and cannot become {target}")


def refuse_unless_next(run: ImportRun, state: RunState) -> None:
    """Raise `InvalidTransition` unless the import may move to the state now."""
    if state not in NEXT[RunState(run.state)]:
        raise InvalidTransition(run, state)


def move(run: ImportRun, *, to: RunState, among: Iterable[RunState] = ()) -> bool:
    """Move the run to a state and return whether this call did it, so that a second click does nothing."""
    allowed = [state for state in (among or RunState) if to in NEXT[state] and state != to]
    now = timezone.now()
    moved_count = ImportRun.objects.filter(pk=run.pk, state__in=allowed).update(
        state=to, heartbeat_at=now, started_at=now, fault="", done_rows=0, throughput_baseline=0
    )
    run.refresh_from_db()
    return bool(moved_count)


def begin_timing(run: ImportRun) -> None:
    """Note when and where the present work begins or goes on, so that its pace can be told."""
    now = timezone.now()
    ImportRun.objects.filter(pk=run.pk).update(started_at=now, throughput_baseline=run.done_rows, heartbeat_at=now)


def fail(run: ImportRun, *, fault: str) -> None:
    """Note that the work stopped by a fault of ours; what was written stays whole and can be resumed."""
    ImportRun.objects.filter(pk=run.pk, state__in=WORKING).update(
        state=RunState.FAILED, failed_state=F("state"), fault=fault[:300]
    )


def refuse(run: ImportRun, *, sentences: Iterable[str]) -> None:
    """Note that the run's file cannot be read, and why; the file is let go."""
    ImportRun.objects.filter(pk=run.pk, state=RunState.READING).update(
        state=RunState.REFUSED, fault="\n".join(sentences), finished_at=timezone.now()
    )
    ImportFile.objects.filter(run=run.pk).delete()
