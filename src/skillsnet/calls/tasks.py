"""What follows a change of the network's data, done by a worker."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.calls.actions.follow_ups import run_follow_ups
from skillsnet.calls.models import FollowUp
from skillsnet.db.jobs import fault_location, heartbeat, is_unattended
from skillsnet.db.outage import is_outage


class FollowUpStopped(Exception):
    """What follows a change stopped by a fault of ours; says which and where, and nothing of the projects."""


@task()
def follow_up() -> bool:
    """Do what follows all changes that wait; see `follow_changes`."""
    return follow_changes()


def follow_changes(*, takes_failed: bool = False) -> bool:
    """Do what follows all changes that wait, in one go; return whether any did.

    What a worker died over is taken up again: each follow-up may be repeated. What failed is tried again with the
    next change, or when it is asked for.
    """
    change = _claim_all(takes_failed=takes_failed)
    if change is None:
        return False
    try:
        with heartbeat(change.pk, of=FollowUp):
            run_follow_ups(change.project_numbers)
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        # While the database is away the job is put off, and does it then.
        FollowUp.objects.filter(pk=change.pk).update(is_failed=not is_outage(error), heartbeat_at=None)
        raise FollowUpStopped(f"follow-up {change.pk}: {fault_location(error)}") from None
    change.delete()
    return True


@transaction.atomic
def _claim_all(*, takes_failed: bool) -> FollowUp | None:
    """Return all changes that wait, or failed before, as one; None while none waits."""
    rows = list(_unclaimed().select_for_update().order_by("pk"))
    if not rows or (all(row.is_failed for row in rows) and not takes_failed):
        return None
    id_lists = [row.project_numbers for row in rows if row.project_numbers is not None]
    change = rows[0]
    # One that names none means that any project may have changed.
    change.project_numbers = sorted(set().union(*id_lists)) if len(id_lists) == len(rows) else None
    change.is_failed, change.heartbeat_at = False, timezone.now()
    change.save()
    FollowUp.objects.filter(pk__in=[row.pk for row in rows[1:]]).delete()
    return change


def ask_to_follow_up() -> bool:
    """Have a worker do what follows the changes that nobody is at, and return whether that is new.

    One request waits at most. For the change itself, and for whoever looks again and again.
    """
    requests = DBTaskResult.objects.filter(task_path=follow_up.module_path, status=TaskResultStatus.READY)
    if not _unclaimed().filter(is_failed=False).exists() or requests.order_by().exists():
        return False
    follow_up.enqueue()
    return True


def try_follow_up_again() -> int:
    """Have what follows changes and failed tried again now, and return how many that are."""
    count = FollowUp.objects.filter(is_failed=True).update(is_failed=False)
    if count:
        ask_to_follow_up()
    return count


def _unclaimed() -> "QuerySet[FollowUp]":
    """Return the changes that no worker is at: not taken up yet, or by a worker that has died."""
    return FollowUp.objects.filter(is_unattended())
