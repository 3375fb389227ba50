"""Heartbeats of rows: a worker renews `heartbeat_at` while it works on a row, so that others see that it is alive."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, models
from django.db.models import Q
from django.utils import timezone

# How often a row's heartbeat is renewed, and after how long without one its worker counts as dead.
BEAT_SECONDS = 15
STALE_SECONDS = 60


@contextmanager
def heartbeat(row_id: int, *, of: type[models.Model]) -> Iterator[None]:
    """Renew a row's heartbeat every few seconds until the block ends, however long one step of it takes.

    `of` is its kind: any model with a field `heartbeat_at`.
    """
    stop = threading.Event()
    thread = threading.Thread(target=_renew, args=(of, row_id, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _renew(of: type[models.Model], row_id: int, stop: threading.Event) -> None:
    try:
        while not stop.wait(BEAT_SECONDS):
            # A busy database misses a heartbeat; the next one counts.
            with suppress(DatabaseError):
                of._default_manager.filter(pk=row_id).update(heartbeat_at=timezone.now())
    finally:
        connection.close()


def stale_before() -> datetime:
    """Return the moment before which a heartbeat is too old: whoever gave it has died."""
    return timezone.now() - timedelta(seconds=STALE_SECONDS)


def is_alive(heartbeat_at: datetime | None) -> bool:
    """Return whether a heartbeat is recent, so that somebody is working on its row."""
    return heartbeat_at is not None and heartbeat_at >= stale_before()


def is_unattended() -> Q:
    """Return the condition of rows that nobody is working on: without a heartbeat, or with one that is too old."""
    return Q(heartbeat_at__lt=stale_before()) | Q(heartbeat_at=None)
