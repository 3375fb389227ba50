"""The index of folded words, by each database's own means."""

from django.db import migrations

from skillsnet.db.search import SearchTable, install, remove

TABLE = SearchTable(name="calls_searchdocument", key="proposal_id")


def build(apps, schema_editor):
    install(schema_editor.connection, table=TABLE)


def take_away(apps, schema_editor):
    remove(schema_editor.connection, table=TABLE)


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]

    operations = [migrations.RunPython(build, take_away)]
