"""The tables, and what belongs to them, under the app's own name: it was called codesign before."""

from django.db import migrations

TABLES = ("publication_publication", "publication_passage", "publication_forecast")
FORMER, NAME = "codesign_", "publication_"
MAX_NAME_CHARS = 63
POSTGRESQL = {
    "ALTER INDEX {name} RENAME TO {new}": """SELECT c.relname FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
        WHERE i.indrelid = to_regclass(%s) ORDER BY 1""",
    "ALTER SEQUENCE {name} RENAME TO {new}": """SELECT c.relname FROM pg_class c JOIN pg_depend d ON d.objid = c.oid
        WHERE c.relkind = 'S' AND d.refobjid = to_regclass(%s) ORDER BY 1""",
    # Last: with an index its constraint has its new name already.
    "ALTER TABLE {table} RENAME CONSTRAINT {name} TO {new}": """SELECT conname FROM pg_constraint
        WHERE conrelid = to_regclass(%s) ORDER BY 1""",
}
SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL ORDER BY 1"


def rename_parts(apps, schema_editor):
    connection = schema_editor.connection
    rename = _rename_in_postgresql if connection.vendor == "postgresql" else _rename_in_sqlite
    with connection.cursor() as cursor:
        for table in TABLES:
            rename(cursor, table, connection.ops.quote_name)


def _rename_in_postgresql(cursor, table, quote):
    for statement, query in POSTGRESQL.items():
        cursor.execute(query, [table])
        for (name,) in cursor.fetchall():
            if name.startswith(FORMER):
                cursor.execute(statement.format(table=quote(table), name=quote(name), new=quote(_new(name))))


def _rename_in_sqlite(cursor, table, quote):
    cursor.execute(SQLITE, [table])
    for name, statement in cursor.fetchall():
        if name.startswith(FORMER):
            cursor.execute(f"DROP INDEX {quote(name)}")
            cursor.execute(statement.replace(quote(name), quote(_new(name)), 1))


def _new(name):
    return name.replace(FORMER, NAME)[:MAX_NAME_CHARS]


class Migration(migrations.Migration):

    dependencies = [("publication", "0007_labels")]

    operations = [
        migrations.AlterModelTable(name="publication", table=None),
        migrations.AlterModelTable(name="passage", table=None),
        migrations.AlterModelTable(name="forecast", table=None),
        # Back they need no other names: nothing asks for them.
        migrations.RunPython(rename_parts, migrations.RunPython.noop),
    ]
