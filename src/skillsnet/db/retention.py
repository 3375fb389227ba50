"""What the platform's own tables keep has an age, and what was deleted is in no file of the database."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.db.models import Expression, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

SECONDS_A_DAY = 86_400
# SQLite takes no more numbers in one question.
FORGOTTEN_AT_ONCE = 900
# Kept in SQLite's `user_version`: from this on nothing that was deleted is left in the file's free pages.
OVERWRITTEN = 1


def forget_sessions() -> int:
    """Delete the sessions that have ended; return how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def forget_task_results() -> int:
    """Delete what is kept of finished background work, its arguments and faults; return how much."""
    limit = timezone.now() - timedelta(days=settings.RETENTION_DAYS["task result"])
    return DBTaskResult.objects.filter(finished_at__lt=limit).delete()[0]


def forget_cached() -> int:
    """Delete cached values that are no longer valid; return how many."""
    table = str(settings.CACHES["default"].get("LOCATION", ""))
    if table not in connection.introspection.table_names():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [timezone.now()])  # noqa: S608
        return int(cursor.rowcount)


def forget_upload_parts() -> int:
    """Delete what an upload left that was cut off by a kill; return how many files."""
    limit = time.time() - settings.RETENTION_DAYS["part of an upload"] * SECONDS_A_DAY
    old = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*") if path.is_file() and _is_older(path, limit)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _is_older(path: Path, limit: float) -> bool:
    try:
        return path.stat().st_mtime < limit
    except FileNotFoundError:
        return False


def forget_not_taken(rows: QuerySet[Any], *, days: int, size: Expression, most_bytes: int) -> int:
    """Delete rows that nobody took (`taken_at`) for so long, and the oldest beyond so many bytes; return how many."""
    count, _by_kind = rows.filter(taken_at__lt=timezone.now() - timedelta(days=days)).delete()
    kept_bytes, beyond = 0, []
    sizes = rows.annotate(row_bytes=size).order_by("-taken_at", "-pk").values_list("pk", "row_bytes")
    for pk, row_bytes in sizes.iterator():
        kept_bytes += row_bytes
        if kept_bytes > most_bytes:
            beyond.append(pk)
    for start in range(0, len(beyond), FORGOTTEN_AT_ONCE):
        rows.filter(pk__in=beyond[start : start + FORGOTTEN_AT_ONCE]).delete()
    return count + len(beyond)


def settle_log() -> bool:
    """Bring SQLite's log into its file and cut it, so that what was deleted is not in there; return whether it was.

    Never waits: while somebody reads, the log stays for the next time.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        wait_ms = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            cursor.execute("PRAGMA busy_timeout=0")
            return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(wait_ms)}")


def overwrite_deleted() -> bool:
    """Write SQLite's file anew once, since before `secure_delete` it kept what was deleted; return whether it was."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if cursor.execute("PRAGMA user_version").fetchone()[0] >= OVERWRITTEN:
            return False
        cursor.execute("VACUUM")
        cursor.execute(f"PRAGMA user_version={OVERWRITTEN}")
    return True
