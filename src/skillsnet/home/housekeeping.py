"""Chores that are done again and again while the platform runs; settings.HOUSEKEEPING lists them."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections, transaction
from django.utils.module_loading import import_string

from skillsnet.db.jobs import STALE_SECONDS, fault_location

TICK_SECONDS = 1.0
# So often it is looked whether the database takes what is written.
PROBE_SECONDS = 10.0
# A chore that fails is tried again after its own time, twice that, four times that, and at last so often.
LONGEST_BACK_OFF_SECONDS = 600
log = logging.getLogger(__name__)


@dataclass
class Chore:
    """One thing to be done every so many seconds, and when it is due next."""

    path: str
    every_s: float
    due_at: float
    failures: int = 0

    def do(self, now: float) -> bool:
        """Do it, and return whether it went well; a fault of any kind is told by its place and waited out."""
        close_old_connections()
        try:
            work: Callable[[], object] = import_string(self.path)
            work()
        except Exception as error:  # boundary: one chore's fault may end neither the others nor the platform
            self.failures += 1
            log.warning(
                "chore failed", extra={"chore": self.path, "fault": fault_location(error), "failures": self.failures}
            )
        else:
            self.failures = 0
        finally:
            close_old_connections()
        self.due_at = now + min(self.every_s * 2**self.failures, max(self.every_s, LONGEST_BACK_OFF_SECONDS))
        return not self.failures


def chores_of(listed: Mapping[str, float] | None = None, *, now: float | None = None) -> list[Chore]:
    """Return the chores that the settings list, or those given, all due at once."""
    begin = time.monotonic() if now is None else now
    return [
        Chore(path, every_s=every_s, due_at=begin)
        for path, every_s in (settings.HOUSEKEEPING if listed is None else listed).items()
    ]


def do_what_is_due(chores: Iterable[Chore], *, now: float | None = None) -> bool:
    """Do each chore that is due, in order, and return whether all went well."""
    moment = time.monotonic() if now is None else now
    results = [chore.do(moment) for chore in chores if chore.due_at <= moment]
    return all(results)


class Housekeeper(threading.Thread):
    """Does the chores in a thread of its own, so that one that waits for the database keeps nobody else waiting."""

    def __init__(self) -> None:
        super().__init__(name="housekeeping", daemon=True)
        self.stop = threading.Event()
        self.chores = chores_of()
        self.calm_at = 0.0

    def run(self) -> None:
        """Do what is due until the end; after an outage, let the living say first that they live."""
        probed_at = time.monotonic()
        while not self.stop.is_set():
            now = time.monotonic()
            if now - probed_at >= PROBE_SECONDS:
                # Also when the whole machine slept.
                if now - probed_at > STALE_SECONDS or not _can_write():
                    self.calm_at = time.monotonic() + STALE_SECONDS
                probed_at = time.monotonic()
            if time.monotonic() >= self.calm_at:
                do_what_is_due(self.chores)
            self.stop.wait(TICK_SECONDS)
        connections.close_all()


def _can_write() -> bool:
    """Return whether the database can be written to now; on SQLite this waits for its one lock as long as all do."""
    close_old_connections()
    try:
        with transaction.atomic():
            pass
    except (DatabaseError, InterfaceError) as error:
        log.warning("database cannot be used", extra={"fault": fault_location(error)})
        connections.close_all()
        return False
    return True
