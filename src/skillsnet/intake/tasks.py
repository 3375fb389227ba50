"""Reading, comparing, writing and taking back in the background, and picking up what a dead worker left."""

from collections.abc import Callable

from django.utils.translation import override
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.core.errors import Invalid
from skillsnet.db.jobs import fault_location, heartbeat, requeue_stale
from skillsnet.db.outage import is_outage
from skillsnet.intake.actions import fail, finish_commit, finish_preview, finish_undo, foresee_undo, read_again, refuse
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.readers import ReadingChoice

OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
def read_run(run_id: int) -> str:
    """Read a run's kept file; a repeat reads it from the start."""
    return _finish_work(run_id, finish=_read_file)


@task()
def preview_run(run_id: int) -> str:
    """Look at each of a run's rows; a repeat begins anew."""
    return _finish_work(run_id, finish=finish_preview)


@task()
def commit_run(run_id: int) -> str:
    """Write a run's rows; a repeat writes only what is missing."""
    return _finish_work(run_id, finish=finish_commit)


@task()
def undo_run(run_id: int) -> str:
    """Take a run back; a repeat takes back only what is left."""
    return _finish_work(run_id, finish=finish_undo)


@task()
def foresee_run(run_id: int) -> None:
    """Work out what taking a run back would do; a repeat works it out anew."""
    run = ImportRun.objects.get(pk=run_id)
    try:
        foresee_undo(run)
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        raise WorkStopped(f"forecast of import {run_id}: {fault_location(error)}") from None


def is_foreseen_soon(run: ImportRun) -> bool:
    """Return whether a worker has been asked to work out what taking the run back would do, and has not yet."""
    jobs = DBTaskResult.objects.filter(task_path=foresee_run.module_path, status__in=OPEN)
    return any(job["args"] == [run.pk] for job in jobs.order_by("pk").values_list("args_kwargs", flat=True))


WORK = {
    RunState.READING: read_run,
    RunState.PREVIEWING: preview_run,
    RunState.COMMITTING: commit_run,
    RunState.UNDOING: undo_run,
}


def _read_file(run: ImportRun) -> ImportRun:
    if run.state != RunState.READING:
        return run
    with override(run.file.language or None), heartbeat(run.pk, of=ImportRun):
        try:
            return read_again(run, ReadingChoice())
        except Invalid as refused:
            refuse(run, sentences=refused.problems)
    run.refresh_from_db()
    return run


def _finish_work(run_id: int, *, finish: Callable[[ImportRun], ImportRun]) -> str:
    run = ImportRun.objects.select_related("call").get(pk=run_id)
    try:
        return finish(run).state
    except Exception as error:  # boundary: the run must say that it stopped, whatever it was
        if is_outage(error):
            # Not the file's fault: the worker does it again when the database is there again.
            raise WorkStopped(f"import {run_id}: {fault_location(error)}") from None
        fail(run, fault=type(error).__name__)
        # A database's complaint quotes what was to be written; a file's cells belong into no log.
        raise WorkStopped(f"import {run_id}: {fault_location(error)}") from None


def requeue_stale_runs() -> list[int]:
    """Enqueue again what was being written or taken back by a worker that has died, and return the runs' ids."""
    tasks = {state.value: task for state, task in WORK.items()}
    return requeue_stale(ImportRun, tasks, give_up=lambda run: fail(run, fault="JobGivenUp"), name="import")


class WorkStopped(Exception):
    """The work on an import stopped by a fault of ours; says which and where, and nothing of the file."""
