"""Telling a database that is away, locked or full from a fault of ours."""

import sqlite3
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

# SQLite's codes of what passes without us: busy, locked, read-only, disk errors, full, cannot open, lock protocol.
_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
# PostgreSQL's classes and codes of the same: connections, resources, intervention (shutdown, time ran out), the
# system's errors; a lock not to be had, deadlocks and conflicts, a server that may only be read from.
_POSTGRESQL_CLASSES = ("08", "53", "57", "58")
_POSTGRESQL_CODES = ("55P03", "40001", "40P01", "25006")


def is_outage(error: BaseException | None) -> bool:
    """Return whether an error, or one that led to it, says that the database cannot be used now, and may soon."""
    return any(_is_outage(cause) for cause in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    visited: set[int] = set()
    while error is not None and id(error) not in visited:
        visited.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_outage(error: BaseException) -> bool:
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE
    code = getattr(cause, "sqlstate", None)
    # No code: the connection could not be made, was lost, or the pool had none to give.
    return code is None or code.startswith(_POSTGRESQL_CLASSES) or code in _POSTGRESQL_CODES
