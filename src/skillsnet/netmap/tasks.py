"""Building maps in the background: one builder at a time, one request waiting at most, and always of the newest data.

Whoever changes the data imports this to ask for the work, so what does it is imported where it is done
(docs/decisions/0013).
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.netmap.build.lease import can_start_builder, lock_builder, request_rebuild
from skillsnet.netmap.build.queries import next_due_map


@task()
def rebuild() -> int:
    """Build every map that is outdated; with none outdated it changes nothing. Returns how many it built."""
    return build_maps(rests=True)


def build_maps(project_ids: Sequence[int] | None = None, *, rests: bool = False) -> int:
    """Build what is outdated here and now, and ask for what more is to be built; return how many maps were built."""
    from skillsnet.netmap.build.builder import build_due_maps

    run = build_due_maps(project_ids, rests=rests)
    if run.next_after_s is not None:
        ask_for_map(after_s=run.next_after_s)
    return run.count


def follow_up_map(project_ids: Sequence[int] | None = None) -> int:
    """Build the map after a change of the data: by this builder, or by the one that is at it."""
    request_rebuild()
    return build_maps(project_ids)


def ask_for_map(*, after_s: float = 0.0) -> bool:
    """Have a worker build what is outdated, now or after a rest, and return whether that is new: one request waits."""
    if _is_queued():
        return False
    with transaction.atomic():
        lock_builder()
        if _is_queued():
            return False
        job = rebuild.using(run_after=timezone.now() + timedelta(seconds=after_s)) if after_s else rebuild
        job.enqueue()
    return True


def ask_for_due_maps() -> bool:
    """Ask for maps that are outdated and that nobody builds; for whoever looks every few seconds."""
    if next_due_map() is None or _is_queued() or not can_start_builder():
        return False
    return ask_for_map()


def replace_map() -> None:
    """Have the map built anew though no number of the data says so, as after a restore."""
    request_rebuild()
    ask_for_map()


def _is_queued() -> bool:
    jobs = DBTaskResult.objects.filter(task_path=rebuild.module_path, status=TaskResultStatus.READY)
    return jobs.order_by().exists()
