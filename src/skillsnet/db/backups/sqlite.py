"""A copy of an SQLite database at one moment, while others write to it, and whether the copy is sound."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from skillsnet.db.backups.manifest import BackupRefused, Snapshot, TableCopy, sync

WAIT_SECONDS = 20


def snapshot(
    source: Path, target: Path, *, emptied: Sequence[str], file_columns: Sequence[tuple[str, str]]
) -> Snapshot:
    """Copy the database as it is at this moment; writers neither wait nor make the copy start again.

    `VACUUM INTO` reads in one transaction, and leaves out the pages in which deleted rows may still stand.
    """
    with closing(_open(source)) as connection:
        connection.execute("VACUUM INTO ?", [str(target)])
    target.chmod(0o600)
    with closing(_open(target)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        for table in emptied:
            if table in set(_tables(copy)):
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - our own names
        contents = _describe(copy, file_columns)
    sync(target)
    return contents


def check_copy(path: Path, stated: Snapshot) -> None:
    """Read the whole copy as a restore would; `BackupRefused` when it is not sound or not what was stated."""
    problems = list(_problems(path, stated))
    if problems:
        raise BackupRefused("The copy of the database is not sound: " + " ".join(problems[:5]))


def _problems(path: Path, stated: Snapshot) -> Iterator[str]:
    with closing(_open(path, mode="ro")) as copy:
        yield from (f"{row[0]}." for row in copy.execute("PRAGMA integrity_check(5)") if row[0] != "ok")
        for table, rowid, parent, _ in copy.execute("PRAGMA foreign_key_check"):
            yield f"Row {rowid} of {table} points at a row of {parent} that is not there."
        contents = _describe(copy, ())
    for table in sorted({*contents.tables, *stated.tables}):
        if contents.tables.get(table) != stated.tables.get(table):
            yield f"{table} does not hold as many rows as stated."
    if contents.migrations != stated.migrations:
        yield "Its migrations are not the ones stated."


def is_empty(path: Path) -> bool:
    """Return whether there is no database in a file, or one without a single table; a damaged one is not empty."""
    if not path.exists() or path.stat().st_size == 0:
        return True
    try:
        with closing(_open(path)) as connection:
            return not list(_tables(connection))
    except sqlite3.DatabaseError:
        return False


def is_in_use(path: Path) -> bool:
    """Return whether another process has the database open at this moment."""
    try:
        with closing(_open(path, wait_seconds=0)) as connection:
            # With a write-ahead log every open connection keeps the file from being taken for oneself alone.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return "locked" in str(error) or "busy" in str(error)
    except sqlite3.DatabaseError:
        return False
    return False


def _open(path: Path, *, mode: str = "rw", wait_seconds: float = WAIT_SECONDS) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait_seconds)


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    yield from (str(row[0]) for row in connection.execute(sql).fetchall())


def _describe(connection: sqlite3.Connection, file_columns: Sequence[tuple[str, str]]) -> Snapshot:
    tables = {}
    for table in _tables(connection):
        (rows,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - names of its own tables
        tables[table] = TableCopy(int(rows))
    migrations = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    named_files: set[str] = set()
    for table, column in file_columns:
        sql = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608 - our own names
        named_files.update(str(row[0]) for row in connection.execute(sql))
    return Snapshot(
        tables, tuple((str(app), str(name)) for app, name in migrations), named_files=frozenset(named_files)
    )
