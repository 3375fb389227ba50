"""What a telling word was called in stored evidence is an indicator term."""

from django.db import migrations

# Evidence that indicator terms are the source of; within a person's own words the quotes would be escaped.
STORED = (("classification_assignment", "evidence"), ("classification_engineranking", "scores"))


def rename_source(apps, schema_editor, *, old="telling", new="indicator_term"):
    with schema_editor.connection.cursor() as cursor:
        text, back = ("::text", "::jsonb") if schema_editor.connection.vendor == "postgresql" else ("", "")
        for table, column in STORED:
            cursor.execute(
                f"UPDATE {table} SET {column} = replace({column}{text}, %s, %s){back} WHERE {column}{text} LIKE %s",
                [f'"source": "{old}"', f'"source": "{new}"', f'%"source": "{old}"%'],
            )


def rename_source_back(apps, schema_editor):
    rename_source(apps, schema_editor, old="indicator_term", new="telling")


class Migration(migrations.Migration):

    dependencies = [("classification", "0011_annotation_rounds")]

    operations = [migrations.RunPython(rename_source, rename_source_back)]
