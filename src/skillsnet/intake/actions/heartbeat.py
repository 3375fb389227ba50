"""A sign of life while long work goes on, so that others can tell slow work from a dead worker."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.db.models import Model
from django.utils import timezone

from skillsnet.intake.models import ImportRun

BEAT_SECONDS = 15


@contextmanager
def beating(run_id: int, *, of: type[Model] = ImportRun) -> Iterator[None]:
    """Renew a run's heartbeat every few seconds until the block ends, however long one step of it takes.

    `of` is the kind of run: any model with a field `heartbeat_at`.
    """
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(of, run_id, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(of: type[Model], run_id: int, ended: threading.Event) -> None:
    try:
        while not ended.wait(BEAT_SECONDS):
            # A busy database misses a beat; the next one tells.
            with suppress(DatabaseError):
                of._default_manager.filter(pk=run_id).update(heartbeat_at=timezone.now())
    finally:
        connection.close()
