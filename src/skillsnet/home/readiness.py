"""What must hold for the platform to serve people and do its work; reads only."""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from skillsnet.db.jobs import STALE_SECONDS, last_heartbeat_at, queue_status

# A job waits behind an import of 50,000 rows; what waits longer waits for something that does not come.
MOST_WAITING_SECONDS = 3600
MIN_FREE_MB = 256

Check = dict[str, bool | int | None]


def readiness() -> dict[str, Check]:
    """Return what each check found, each with `ok`; without the database only those that need none."""
    checks = {"disk": _disk()}
    for name, check in CHECKS.items():
        try:
            checks[name] = check()
        except (DatabaseError, InterfaceError):
            checks[name] = {"ok": False}
            # Each of the others would wait for the same database.
            break
    return checks


def _database() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return {"ok": True}


def _migrations() -> Check:
    missing = len(_known_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    return {"ok": not missing, "missing": missing}


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of the installed version, which stay the same while the process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _worker() -> Check:
    beat_at = last_heartbeat_at()
    silent_s = None if beat_at is None else int((timezone.now() - beat_at).total_seconds())
    return {"ok": silent_s is not None and silent_s < STALE_SECONDS, "silent_s": silent_s}


def _jobs() -> Check:
    status = queue_status()
    is_ok = status.oldest_s < MOST_WAITING_SECONDS
    return {"ok": is_ok, "waiting": status.count, "oldest_s": status.oldest_s, "given_up": status.given_up_count}


def _disk() -> Check:
    free_mb = shutil.disk_usage(settings.DATA_DIR).free // 1024**2
    return {"ok": free_mb >= MIN_FREE_MB, "free_mb": free_mb}


CHECKS: dict[str, Callable[[], Check]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "jobs": _jobs,
}
