"""An empty database made at once has all that the migrations make one after the other."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.home.installations import Installation, drop, empty

pytestmark = pytest.mark.slow

# A table's columns may stand in another order, and what Django names by itself may be named after a former table.
SQLITE = "SELECT type, tbl_name, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
POSTGRESQL = """
SELECT 'column', c.relname, a.attname,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
        pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT 'constraint', conrelid::regclass::text, '', pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0
UNION ALL SELECT 'named constraint', conrelid::regclass::text, conname, '' FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND contype = 'c' AND conname !~ '_check$'
UNION ALL SELECT 'index', tablename, '', regexp_replace(indexdef, 'INDEX \\S+', 'INDEX') FROM pg_indexes
    WHERE schemaname = current_schema()
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
    WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""
ROWS = "SELECT app, name FROM django_migrations ORDER BY app, name"
ONE_AFTER_THE_OTHER = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
"""


@pytest.fixture
def both(tmp_path: Path, django_db_setup: None) -> Iterator[tuple[Installation, Installation]]:
    """Two installations whose database holds nothing."""
    made = empty(tmp_path / "at once"), empty(tmp_path / "one after the other")
    yield made
    for one in made:
        drop(one)


def _parts(installation: Installation) -> list[tuple[str, ...]]:
    if connection.vendor == "postgresql":
        return [tuple(_without_casts(str(part)) for part in row) for row in installation.rows(POSTGRESQL)]
    rows = installation.rows(SQLITE)
    return [(kind, table, *_of_sqlite(name, statement)) for kind, table, name, statement in rows]


def _without_casts(definition: str) -> str:
    """Return a definition without the casts that a column has in it once it was made longer."""
    if not definition.startswith("CHECK"):
        return definition
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", definition)


def _of_sqlite(name: str, statement: str) -> tuple[str, ...]:
    """Return an index without the name that Django gave it, and a table as its columns and constraints in order."""
    if re.match("CREATE (UNIQUE )?INDEX", statement):
        return (re.sub(r'INDEX "[^"]+"', "INDEX", statement, count=1),)
    if statement.startswith("CREATE TABLE"):
        head, _, body = statement.partition("(")
        return (head, *sorted(_split(body.rpartition(")")[0])))
    return name, statement


def _split(body: str) -> Iterator[str]:
    """Yield what commas part outside of brackets."""
    depth, part = 0, ""
    for letter in body:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield part.strip()
            part = ""
        else:
            part += letter
    yield part.strip()


def test_it_has_the_tables_and_records_of_all_migrations(both: tuple[Installation, Installation]) -> None:
    at_once, one_after_the_other = both
    at_once.done("migrate", "--verbosity", "0")
    one_after_the_other.python(ONE_AFTER_THE_OTHER)
    one_after_the_other.done("migrate", "--verbosity", "0")
    made, migrated = Counter(_parts(at_once)), Counter(_parts(one_after_the_other))
    assert (sorted(made - migrated), sorted(migrated - made)) == ([], [])
    assert at_once.rows(ROWS) == one_after_the_other.rows(ROWS)
    filled = [
        [table for table in one.tables() if table != "sqlite_sequence" and one.rows(f'SELECT 1 FROM "{table}" LIMIT 1')]
        for one in both
    ]
    assert filled[0] == filled[1]


def test_one_that_was_killed_has_nothing_and_begins_anew(tmp_path: Path, django_db_setup: None) -> None:
    made = empty(tmp_path / "data")
    try:
        killed = made.run("migrate", fatal="call:skillsnet.db.first_schema:install:2")
        assert killed.returncode == -9, killed.stderr
        assert made.tables() == []
        made.done("migrate", "--verbosity", "0")
        made.done("migrate", "--check")
    finally:
        drop(made)


def test_a_database_with_a_table_is_migrated(tmp_path: Path, django_db_setup: None) -> None:
    made = empty(tmp_path / "data")
    try:
        with closing(made.connect()) as opened:
            opened.execute("CREATE TABLE accounts_user (id integer)")
        refused = made.run("migrate", "--verbosity", "0")
        assert refused.returncode == 1
        assert "accounts_user" in refused.stderr
    finally:
        drop(made)
