"""The index of words built anew: a vowel sign no longer parts a word, as it did in Indic scripts."""

from django.db import migrations

from skillsnet.db.search import SearchTable, install

TABLE = SearchTable(name="calls_searchdocument", key="project_id")


def build(apps, schema_editor):
    # PostgreSQL's index is of the words themselves and knows no such rule.
    if schema_editor.connection.vendor == "sqlite":
        install(schema_editor.connection, table=TABLE)


class Migration(migrations.Migration):

    dependencies = [
        ('calls', '0012_labels'),
    ]

    operations = [
        migrations.RunPython(build, migrations.RunPython.noop),
    ]
