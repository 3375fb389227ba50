"""Asking for maps to be built: one builder at a time, one request waiting at most, and always of the newest data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from skillsnet.db.jobs import STALE_SECONDS
from skillsnet.db.long_work import heartbeat
from skillsnet.netmap.models import MapBuilder
from skillsnet.netmap.tasks import rebuild
from skillsnet.netmap.versions import BUILDER, next_wanted

# After a builder failed or died nobody tries again by itself before this, twice this, four times this, up to an hour.
RETRY_SECONDS = 60
MOST_DOUBLINGS = 6


def ask_for_map(*, after_s: float = 0.0) -> bool:
    """Have a worker build what is behind, now or after a rest, and return whether that is new: one request waits."""
    if _is_waiting():
        return False
    with transaction.atomic():
        _locked()
        if _is_waiting():
            return False
        task = rebuild.using(run_after=timezone.now() + timedelta(seconds=after_s)) if after_s else rebuild
        task.enqueue()
    return True


def look_after_maps() -> bool:
    """Ask for maps that are behind the data and that nobody builds; for whoever looks every few seconds."""
    if next_wanted() is None or _is_waiting():
        return False
    builder = MapBuilder.objects.filter(pk=BUILDER).first()
    if builder is not None and (_is_alive(builder) or _is_to_wait(builder)):
        return False
    return ask_for_map()


@transaction.atomic
def insist_on_map() -> None:
    """Say that the map must be made anew though no number of the data says so."""
    _locked()
    MapBuilder.objects.filter(pk=BUILDER).update(asked=F("asked") + 1)


@contextmanager
def building() -> Iterator[int | None]:
    """Be the one builder for the length of a block, which is given its lease; None while another one is.

    A builder that has died is taken over; one that was taken for dead and is not finds that out by `holds`.
    """
    lease = _take_up()
    if lease is None:
        yield None
        return
    try:
        with heartbeat(BUILDER, of=MapBuilder):
            yield lease
    except BaseException:
        _let_go(lease, failed_at=timezone.now())
        raise
    _let_go(lease, failed_at=None, tries=0)


def holds(lease: int) -> bool:
    """Return whether a lease is still the builder's."""
    return MapBuilder.objects.filter(pk=BUILDER, lease=lease, heartbeat_at__isnull=False).exists()


def what_was_asked() -> int:
    """Return how often somebody insisted on a map; to be told `made` once a map begun after this is there."""
    return MapBuilder.objects.values_list("asked", flat=True).get(pk=BUILDER)


def note_made(asked: int) -> None:
    """Note that everything is built that was insisted on until then."""
    MapBuilder.objects.filter(pk=BUILDER, made__lt=asked).update(made=asked)


@transaction.atomic
def _take_up() -> int | None:
    builder = _locked()
    if _is_alive(builder):
        return None
    builder.lease, builder.heartbeat_at, builder.tries = builder.lease + 1, timezone.now(), builder.tries + 1
    builder.save(update_fields=["lease", "heartbeat_at", "tries"])
    return builder.lease


def _let_go(lease: int, **fields: object) -> None:
    MapBuilder.objects.filter(pk=BUILDER, lease=lease).update(heartbeat_at=None, **fields)


def _locked() -> MapBuilder:
    MapBuilder.objects.get_or_create(pk=BUILDER)
    return MapBuilder.objects.select_for_update().get(pk=BUILDER)


def _is_waiting() -> bool:
    waiting = DBTaskResult.objects.filter(task_path=rebuild.module_path, status=TaskResultStatus.READY)
    return waiting.order_by().exists()


def _is_alive(builder: MapBuilder) -> bool:
    return builder.heartbeat_at is not None and builder.heartbeat_at >= _seconds_ago(STALE_SECONDS)


def _is_to_wait(builder: MapBuilder) -> bool:
    """Return whether the last ones failed or died, and so lately that the next would do the same."""
    ended_at = builder.heartbeat_at or builder.failed_at
    wait_s = RETRY_SECONDS * 2 ** min(builder.tries - 1, MOST_DOUBLINGS) if builder.tries else 0
    return ended_at is not None and ended_at >= _seconds_ago(wait_s)


def _seconds_ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)
