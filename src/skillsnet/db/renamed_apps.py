"""Apps that had another label in earlier versions, and the records that a database keeps under it.

A label must be right before Django plans a migration, so no migration can change it: the command `migrate` does. The
former label is free for another app from then on.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

MigrationKey = tuple[str, str]
CONTENT_TYPES, TASKS = "django_content_type", "django_tasks_database_dbtaskresult"


@dataclass(frozen=True)
class RenamedApp:
    """An app's former and present label, its migrations under the former one, and a table that shows it was there."""

    former_label: str
    label: str
    migrations: frozenset[str]
    former_table: str


RENAMED_APPS = (
    RenamedApp(
        former_label="codesign",
        label="publication",
        migrations=frozenset(
            {
                "0001_initial",
                "0002_carried_may_go",
                "0003_forecast",
                "0004_projects",
                "0005_project_names",
                "0006_column_names",
                "0007_labels",
            }
        ),
        former_table="codesign_publication",
    ),
)


def renamed_apps(applied: Collection[MigrationKey], *, tables: Collection[str]) -> Iterator[RenamedApp]:
    """Yield the apps that a database with these migrations and tables knows under their former label."""
    labels = {label for label, _name in applied}
    for app in RENAMED_APPS:
        # The former label may be another app's by now.
        if app.label not in labels and app.former_label in labels and app.former_table in tables:
            yield app


def relabel(applied: Collection[MigrationKey], *, tables: Collection[str]) -> set[MigrationKey]:
    """Return applied migrations under the present labels of their apps."""
    present = {
        (app.former_label, name): (app.label, name)
        for app in renamed_apps(applied, tables=tables)
        for name in app.migrations
    }
    return {present.get(key, key) for key in applied}


def apps_to_relabel(connection: BaseDatabaseWrapper) -> list[RenamedApp]:
    """Return the apps whose records in a database are to be relabelled; two queries."""
    tables = connection.introspection.table_names()
    return list(renamed_apps(MigrationRecorder(connection).applied_migrations(), tables=tables))


def relabel_records(connection: BaseDatabaseWrapper) -> None:
    """Put migrations, content types (and with them permissions) and queued jobs under the present labels."""
    tables = connection.introspection.table_names()
    for app in apps_to_relabel(connection):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            for name in sorted(app.migrations):
                key = [app.label, app.former_label, name]
                cursor.execute("UPDATE django_migrations SET app = %s WHERE app = %s AND name = %s", key)
            if CONTENT_TYPES in tables:
                statement = f"UPDATE {CONTENT_TYPES} SET app_label = %s WHERE app_label = %s"  # noqa: S608 - our name
                cursor.execute(statement, [app.label, app.former_label])
            if TASKS in tables:
                former_prefix, prefix = f"skillsnet.{app.former_label}.", f"skillsnet.{app.label}."
                statement = f"UPDATE {TASKS} SET task_path = replace(task_path, %s, %s) WHERE task_path LIKE %s"  # noqa: S608 - our name
                cursor.execute(statement, [former_prefix, prefix, f"{former_prefix}%"])
