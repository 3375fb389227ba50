"""A process that writes until it is killed: `python -m tests.home.writer small|large DATABASE`.

Each transaction writes the same rows into two tables, so that a copy of one moment holds the same in both.
"""

import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

SMALL_PAUSE_SECONDS, LARGE_ROWS = 0.05, 400


def main(kind: str, database: str) -> None:
    """Write numbered rows."""
    is_postgresql = database.startswith("postgres")
    opened: Any = (
        psycopg.connect(database, autocommit=True)
        if is_postgresql
        else sqlite3.connect(Path(database) / "network.sqlite3", timeout=60, isolation_level=None)
    )
    mark = "%s" if is_postgresql else "?"
    number = 0
    while True:
        rows = [f"{kind} {number + each} {'é' * 40}" for each in range(1 if kind == "small" else LARGE_ROWS)]
        opened.execute("BEGIN" if is_postgresql else "BEGIN IMMEDIATE")
        cursor = opened.cursor()
        cursor.executemany(f"INSERT INTO auth_group (name) VALUES ({mark})", [(row,) for row in rows])
        cursor.executemany(
            f"INSERT INTO django_content_type (app_label, model) VALUES ('load', {mark})", [(row,) for row in rows]
        )
        opened.execute("COMMIT")
        if number == 0:
            sys.stdout.write("writing\n")
            sys.stdout.flush()
        number += len(rows)
        time.sleep(SMALL_PAUSE_SECONDS)


if __name__ == "__main__":
    main(*sys.argv[1:])
