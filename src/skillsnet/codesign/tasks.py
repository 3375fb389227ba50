"""Publishing in the background, and picking up what a dead worker left."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.codesign.actions import LeaseLost, go_on
from skillsnet.codesign.enums import UNDER_WAY
from skillsnet.codesign.models import Publication

STALE_SECONDS = 60
log = logging.getLogger(__name__)


class PublicationStopped(Exception):
    """A publication stopped by a fault of ours; says which and where, and nothing of the projects."""


class WorkerDied(Exception):
    """A worker ended without finishing its task."""


@task()
def run_publication(publication_id: int) -> str:
    """Carry what is left, or take back what is left; a repeat goes on where it stopped."""
    publication = Publication.objects.select_related("edition__taxonomy", "before").get(pk=publication_id)
    try:
        return go_on(publication).state
    except LeaseLost:
        return "taken over"
    except Exception as error:  # boundary: a database's complaint quotes a project's words, and they belong into no log
        raise PublicationStopped(f"publication {publication_id}: {_where(error)}") from None


def reap_stale_publications() -> list[int]:
    """Enqueue again what a worker that has died was at, and return the publications' ids."""
    limit = timezone.now() - timedelta(seconds=STALE_SECONDS)
    stale = Publication.objects.filter(state__in=UNDER_WAY).filter(Q(heartbeat_at__lt=limit) | Q(heartbeat_at=None))
    reaped = [publication.pk for publication in stale.order_by("pk") if _reap(publication, limit=limit)]
    for pk in reaped:
        log.warning("publication resumed", extra={"publication": pk})
    return reaped


@transaction.atomic
def _reap(publication: Publication, *, limit: datetime) -> bool:
    locked = Publication.objects.select_for_update().get(pk=publication.pk)
    if locked.state not in UNDER_WAY or (locked.heartbeat_at is not None and locked.heartbeat_at >= limit):
        return False
    for left in _results(locked.pk, status=TaskResultStatus.RUNNING):
        left.set_failed(WorkerDied(f"the worker of publication {locked.pk} has died"))
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["heartbeat_at"])
    if _results(locked.pk, status=TaskResultStatus.READY):
        return False
    run_publication.enqueue(locked.pk)
    return True


def _results(pk: int, *, status: str) -> list[DBTaskResult]:
    rows = DBTaskResult.objects.filter(task_path=run_publication.module_path, status=status)
    return [row for row in rows.order_by("enqueued_at", "pk") if row.args_kwargs["args"] == [pk]]


def _where(error: BaseException) -> str:
    """Return the kind of a fault and the lines of ours that led to it."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return " ".join([type(error).__name__, *frames])
