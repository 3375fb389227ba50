"""The schema of an empty database, made at once instead of by all migrations one after the other.

Each migration has Django describe most models anew, which is nearly all of what a first start or a test's database
costs. Where there is no table yet, what stands in the end is what counts: the tables that the migrations come to
together are made from that state, and the migrations are recorded as applied. A test compares both ways on both
databases.
"""

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from skillsnet.db.search import install, table_of

MigrationKey = tuple[str, str]


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Return whether a database has no table."""
    return not connection.introspection.table_names()


def last_migrations(connection: BaseDatabaseWrapper) -> set[MigrationKey]:
    """Return all migrations that this version knows."""
    return set(MigrationLoader(connection, replace_migrations=False).graph.nodes)


def make_first_schema(connection: BaseDatabaseWrapper) -> None:
    """Make all tables in an empty database and record the migrations, all of it or nothing.

    What Django does after migrations (`post_migrate`) is left to the command that follows.
    """
    loader = MigrationLoader(connection, replace_migrations=False)
    models = loader.project_state().apps.get_models()
    with connection.schema_editor(atomic=True) as editor:
        editor.create_model(MigrationRecorder.Migration)
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for label in settings.SEARCHED_MODELS:
            install(connection, table=table_of(apps.get_model(label)))
        record = MigrationRecorder(connection).record_applied
        for app_label, name in sorted(loader.graph.nodes):
            record(app_label, name)
