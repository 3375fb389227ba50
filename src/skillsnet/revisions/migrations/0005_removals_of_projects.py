"""Going back, removals of projects alone stay: what stands before knows no others."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def keep_removals_of_projects(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the projects that went with an organisation or a call be removed by themselves."""
    removals = apps.get_model("revisions", "Removal").objects.using(schema_editor.connection.alias)
    removals.update(within=None)
    removals.filter(project=None).delete()


class Migration(migrations.Migration):

    # By itself: PostgreSQL changes no table in the transaction that deletes rows of it.
    dependencies = [("revisions", "0004_removals")]

    operations = [migrations.RunPython(migrations.RunPython.noop, keep_removals_of_projects)]
