"""The one builder: whoever holds its lease builds maps, until it is done or its heart has stopped."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from skillsnet.db.jobs import Lease, LeaseLost, heartbeat, is_alive, take_lease
from skillsnet.netmap.models import BUILDER_PK, MapBuilder

# After a builder failed or died nobody tries again by itself before this, twice this, four times this, up to an hour.
RETRY_SECONDS = 60
MOST_DOUBLINGS = 6


@contextmanager
def builder_lease() -> Iterator[Lease[MapBuilder] | None]:
    """Be the one builder for the length of a block, which is given its lease; None while another one is.

    A builder that has died is taken over; one that was taken for dead and is not finds that out by its lease.
    """
    lease = _lease_if_free()
    if lease is None:
        yield None
        return
    try:
        with heartbeat(BUILDER_PK, of=MapBuilder):
            yield lease
    except BaseException:
        _release(lease, failed_at=timezone.now())
        raise
    _release(lease, failed_at=None, tries=0)


def can_start_builder() -> bool:
    """Return whether nobody builds, and the last ones did not fail so lately that the next would do the same."""
    builder = MapBuilder.objects.filter(pk=BUILDER_PK).first()
    return builder is None or not (is_alive(builder.heartbeat_at) or _is_backing_off(builder))


@transaction.atomic
def request_rebuild() -> None:
    """Say that the map must be made anew though no number of the data says so."""
    lock_builder()
    MapBuilder.objects.filter(pk=BUILDER_PK).update(request_count=F("request_count") + 1)


def request_count() -> int:
    """Return how often somebody asked for the map anew; `note_served` takes it once a map begun after this is there."""
    return MapBuilder.objects.values_list("request_count", flat=True).get(pk=BUILDER_PK)


def note_served(count: int) -> None:
    """Note that everything is built that was asked for until then."""
    MapBuilder.objects.filter(pk=BUILDER_PK, served_count__lt=count).update(served_count=count)


def lock_builder() -> MapBuilder:
    """Return the builder's row, locked to the end of the transaction."""
    MapBuilder.objects.get_or_create(pk=BUILDER_PK)
    return MapBuilder.objects.select_for_update().get(pk=BUILDER_PK)


@transaction.atomic
def _lease_if_free() -> Lease[MapBuilder] | None:
    builder = lock_builder()
    return None if is_alive(builder.heartbeat_at) else take_lease(builder, tries=builder.tries + 1)


def _release(lease: Lease[MapBuilder], **fields: object) -> None:
    with suppress(LeaseLost):
        lease.write(heartbeat_at=None, **fields)


def _is_backing_off(builder: MapBuilder) -> bool:
    ended_at = builder.heartbeat_at or builder.failed_at
    wait_s = RETRY_SECONDS * 2 ** min(builder.tries - 1, MOST_DOUBLINGS) if builder.tries else 0
    return ended_at is not None and ended_at >= _seconds_ago(wait_s)


def _seconds_ago(seconds: float) -> datetime:
    return timezone.now() - timedelta(seconds=seconds)
