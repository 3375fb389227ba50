"""Backing up a database of 256 MB while others write to it, beside the way that was documented before.

`.backup` of SQLite's own program reads a hundred pages at a time and starts again whenever another process has written.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.installation import prepare

SIZE_BYTES = 256 * 1024 * 1024
ROW_BYTES = 1024
WRITES_A_SECOND = 20
# Twenty times what the new way took when this was written.
MOST_SECONDS = 60
WRITER = """
import sqlite3, sys, time
opened = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
while True:
    began = time.monotonic()
    opened.execute("INSERT INTO audit_record (at, act, subject, detail) VALUES (datetime('now'), 'load', 'load', '{}')")
    print(f"{time.monotonic() - began:.4f}", flush=True)
    time.sleep(max(0.0, float(sys.argv[2]) - (time.monotonic() - began)))
"""


def measure() -> Iterator[dict[str, Any]]:
    """Yield the seconds each way takes, quiet and under writes, and how long the writers waited."""
    prepare()
    from django.db import connection

    if connection.vendor != "sqlite":
        yield _postgresql(connection)
        return
    path = Path(connection.settings_dict["NAME"])
    _fill_sqlite(path)
    for is_written in (False, True):
        for method, back_up in (("skillsnet backup", _new), ("sqlite3 .backup", _old)):
            with tempfile.TemporaryDirectory() as folder, _writes(path, is_on=is_written) as waits:
                began = time.monotonic()
                is_done = back_up(path, Path(folder))
                seconds = round(time.monotonic() - began, 2)
            yield {
                "way": method,
                "database_mb": round(path.stat().st_size / 2**20),
                "writes_a_second": WRITES_A_SECOND if is_written else 0,
                "finished": is_done,
                "s": seconds,
                "writes": len(waits),
                "longest_write_s": max(waits, default=0),
            }
    yield _copy_alone(path)


def _fill_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        rows = SIZE_BYTES // ROW_BYTES
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO audit_record "
            "(at, act, subject, detail) SELECT datetime('now'), 'fill', 'fill:' || i, "
            "'{\"x\": \"' || hex(randomblob(?)) || '\"}' FROM n",
            [rows, ROW_BYTES // 2 - 40],
        )
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _postgresql(connection: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_record (at, act, subject, detail) SELECT now(), 'fill', 'fill:' || i, "
            "jsonb_build_object('x', repeat(md5(i::text), %s)) FROM generate_series(1, %s) AS i",
            [ROW_BYTES // 32 - 2, SIZE_BYTES // ROW_BYTES],
        )
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        _new(Path(), Path(folder))
        seconds = round(time.monotonic() - began, 2)
    return {"way": "skillsnet backup, PostgreSQL", "database_mb": round(size / 2**20), "s": seconds}


def _new(path: Path, folder: Path) -> bool:
    from skillsnet.home.backups import make_backup

    make_backup(folder, say=lambda text: None)
    return True


def _old(path: Path, folder: Path) -> bool:
    program = shutil.which("sqlite3")
    if program is None:
        raise SystemExit("SQLite's own program, sqlite3, is not on this machine.")
    try:
        command = [program, str(path), f".timeout {MOST_SECONDS * 1000}", f".backup {folder / 'copy'}"]
        subprocess.run(command, check=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True


def _copy_alone(path: Path) -> dict[str, Any]:
    from skillsnet.db.backups import sqlite

    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        sqlite.snapshot(path, Path(folder) / "copy", emptied=(), file_columns=())
        return {"way": "the copy alone (VACUUM INTO)", "s": round(time.monotonic() - began, 2)}


@contextmanager
def _writes(path: Path, *, is_on: bool) -> Iterator[list[float]]:
    """Write a row so many times a second; the list holds how long each took once the block has ended."""
    waits: list[float] = []
    if not is_on:
        yield waits
        return
    command = [sys.executable, "-c", WRITER, str(path), str(1 / WRITES_A_SECOND)]
    with tempfile.TemporaryFile("w+") as output, subprocess.Popen(command, stdout=output) as writer:
        time.sleep(1)
        yield waits
        writer.terminate()
        writer.wait()
        output.seek(0)
        waits.extend(float(line) for line in output)
