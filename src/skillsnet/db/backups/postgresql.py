"""A copy of a PostgreSQL database at one moment, in text files that any later version of it reads, and the way back.

Rows go out and in through COPY. What the tables look like is not copied: the migrations say it, so that no program of
PostgreSQL's own, of just the server's version, need be on the machine.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from psycopg import sql

from skillsnet.db.backups.manifest import BackupFile, BackupRefused, Say, Snapshot, TableCopy, sync, write_private

STAGE_SCHEMA = "skillsnet_restore_partial"
# Any number, as long as it is always the same: who holds it restores, and nobody else does.
ADVISORY_LOCK = 7_230_441
LOCK_SECONDS = 5
# What an extension brought, and sequences that go with their table, move by themselves.
_RELATIONS = """SELECT c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i')) ORDER BY c.relname"""
_FUNCTIONS = """SELECT p.proname, pg_get_function_identity_arguments(p.oid) FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = %s AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY p.oid"""
_COLUMNS = """SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relname = %s AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
ORDER BY a.attnum"""
# By the column that a sequence counts for: its own name may be that of a table before it was renamed.
_SEQUENCES = """SELECT t.relname || '.' || a.attname, pg_sequence_last_value(q.seqrelid)
FROM pg_sequence q JOIN pg_class s ON s.oid = q.seqrelid JOIN pg_namespace n ON n.oid = s.relnamespace
JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE n.nspname = current_schema() AND pg_sequence_last_value(q.seqrelid) IS NOT NULL ORDER BY 1"""


def snapshot(
    cursor: Any, folder: Path, *, emptied: Sequence[str], file_columns: Sequence[tuple[str, str]], say: Say
) -> tuple[Snapshot, dict[str, BackupFile]]:
    """Copy every table of the schema into a file; call it first in a transaction, which then reads one moment."""
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    tables, files = {}, {}
    names = _tables(cursor)
    for number, table in enumerate(names, 1):
        columns = _columns(cursor, table)
        source = sql.SQL("SELECT {} FROM {}").format(_identifiers(columns), sql.Identifier(table))
        if table in emptied:
            source += sql.SQL(" WHERE false")
        path = folder / f"{table}.copy"
        rows, backup_file = _copy_out(cursor, source, path)
        tables[table], files[path.name] = TableCopy(rows, columns), backup_file
        say(f"{number} of {len(names)} tables: {table}, {rows} rows")
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = tuple((str(app), str(name)) for app, name in cursor.fetchall())
    cursor.execute(_SEQUENCES)
    sequences = {str(name): int(value) for name, value in cursor.fetchall()}
    named_files = frozenset(_named_files(cursor, file_columns))
    return Snapshot(tables, migrations, sequences, named_files), files


def check_copy(folder: Path, stated: Snapshot) -> None:
    """Read every file again, row by row; `BackupRefused` when one does not hold the rows and columns stated."""
    for table, table_copy in stated.tables.items():
        rows = 0
        with (folder / f"{table}.copy").open("rb") as file:
            for line in file:
                rows += 1
                if table_copy.columns and line.count(b"\t") != len(table_copy.columns) - 1:
                    raise BackupRefused(f"The copy of the database is not sound: row {rows} of {table} is not whole.")
        if rows != table_copy.rows:
            raise BackupRefused(
                f"The copy of the database is not sound: {table} holds {rows} rows instead of {table_copy.rows}."
            )


def load(cursor: Any, folder: Path, *, tables: Mapping[str, TableCopy], sequences: Mapping[str, int]) -> None:
    """Fill the tables of the schema with a copy, in one transaction of the caller's; they are emptied before."""
    present = _tables(cursor)
    cursor.execute(sql.SQL("TRUNCATE {}").format(_identifiers(present)))
    for table, table_copy in tables.items():
        if table not in present:
            if table_copy.rows:
                raise BackupRefused(f"The backup holds a table {table} that its migrations do not make.")
            continue
        target = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _identifiers(table_copy.columns))
        with (folder / f"{table}.copy").open("rb") as file, cursor.copy(target) as copy:
            while chunk := file.read(1024 * 1024):
                copy.write(chunk)
        if cursor.rowcount != table_copy.rows:
            raise BackupRefused(f"{table} took {cursor.rowcount} rows instead of {table_copy.rows}.")
    for name, value in sequences.items():
        _set_sequence(cursor, name, value)
    # Every row is where it belongs before anything is built on it.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _set_sequence(cursor: Any, name: str, value: int) -> None:
    """Go on counting where the copy had come to; earlier versions noted a sequence by its own name."""
    table, _, column = name.partition(".")
    if column:
        name = "(SELECT pg_get_serial_sequence(c.relname, %s) FROM pg_class c WHERE c.oid = to_regclass(%s))"
        cursor.execute(f"SELECT setval({name}, %s)", [column, table, value])
    else:
        cursor.execute("SELECT setval(to_regclass(%s), %s) WHERE to_regclass(%s) IS NOT NULL", [name, value, name])


def is_empty(cursor: Any) -> bool:
    """Return whether the schema in use holds no table."""
    return not _tables(cursor)


@contextmanager
def own_name() -> Iterator[None]:
    """Let every connection of this process, and of those it starts, call itself by a name of its own; enter first."""
    earlier_name = os.environ.get("PGAPPNAME")
    os.environ["PGAPPNAME"] = f"skillsnet restore {os.getpid()}"
    try:
        yield
    finally:
        del os.environ["PGAPPNAME"]
        if earlier_name is not None:
            os.environ["PGAPPNAME"] = earlier_name


def others_at_work(cursor: Any) -> list[str]:
    """Return how the connections to the database that are not this process's own call themselves."""
    cursor.execute(
        "SELECT coalesce(nullif(application_name, ''), 'unnamed') FROM pg_stat_activity "
        "WHERE datname = current_database() AND backend_type = 'client backend' "
        "AND application_name <> current_setting('application_name') ORDER BY 1"
    )
    return [str(row[0]) for row in cursor.fetchall()]


def make_stage(cursor: Any) -> None:
    """Take the database for this restore alone, and make an empty schema to prepare it in."""
    cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
    if not cursor.fetchone()[0]:
        raise BackupRefused("Another restore of this database is running. Wait until it is done.")
    drop_stage(cursor)
    cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(STAGE_SCHEMA)))


def drop_stage(cursor: Any) -> None:
    """Take away what was prepared, or what a killed restore left."""
    cursor.execute("SET client_min_messages = warning")
    cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(STAGE_SCHEMA)))


def put_in_place(cursor: Any, *, aside: str) -> None:
    """Move what stands in the schema in use into the schema `aside`, and what was prepared into its place.

    Call it in a transaction: it happens whole or not at all, and takes no longer however much there is.
    """
    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    cursor.execute("SELECT current_schema()")
    live = str(cursor.fetchone()[0])
    if not is_empty(cursor):
        cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(aside)))
        _move(cursor, live, aside)
    _move(cursor, STAGE_SCHEMA, live)
    cursor.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(STAGE_SCHEMA)))


def _move(cursor: Any, source: str, target: str) -> None:
    kinds = {"v": "VIEW", "m": "MATERIALIZED VIEW", "S": "SEQUENCE", "f": "FOREIGN TABLE"}
    cursor.execute(_RELATIONS, [source])
    for name, kind in cursor.fetchall():
        alter = sql.SQL("ALTER {} {} SET SCHEMA {}")
        keyword = sql.SQL(kinds.get(kind, "TABLE"))
        cursor.execute(alter.format(keyword, sql.Identifier(source, name), sql.Identifier(target)))
    cursor.execute(_FUNCTIONS, [source])
    for name, arguments in cursor.fetchall():
        alter = sql.SQL("ALTER ROUTINE {}({}) SET SCHEMA {}")
        cursor.execute(alter.format(sql.Identifier(source, name), sql.SQL(arguments), sql.Identifier(target)))


def _copy_out(cursor: Any, source: sql.Composable, path: Path) -> tuple[int, BackupFile]:
    digest, size = sha256(), 0
    write_private(path, b"")
    with path.open("wb") as file, cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(source)) as copy:
        for chunk in copy:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    sync(path)
    return int(cursor.rowcount), BackupFile(size, digest.hexdigest())


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT current_schema()")
    cursor.execute(_RELATIONS, [cursor.fetchone()[0]])
    return [str(name) for name, kind in cursor.fetchall() if kind in ("r", "p")]


def _columns(cursor: Any, table: str) -> tuple[str, ...]:
    cursor.execute(_COLUMNS, [table])
    return tuple(str(row[0]) for row in cursor.fetchall())


def _identifiers(names: Iterable[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _named_files(cursor: Any, file_columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    for table, column in file_columns:
        statement = sql.SQL("SELECT DISTINCT {0} FROM {1} WHERE {0} <> ''")
        cursor.execute(statement.format(sql.Identifier(column), sql.Identifier(table)))
        yield from (str(row[0]) for row in cursor.fetchall())
