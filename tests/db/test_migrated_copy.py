"""The database that tests copy has every migration, and another one is made when a migration changes."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import migrated


@pytest.mark.django_db
def test_database_of_the_tests_has_every_migration_and_table() -> None:
    loader = MigrationLoader(connection)
    assert set(loader.disk_migrations) <= set(loader.applied_migrations)
    tables = {model._meta.db_table for model in apps.get_models() if model._meta.managed}
    assert tables <= set(connection.introspection.table_names())


def test_other_migration_is_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = tmp_path / "src/skillsnet/calls/migrations/0001_first.py"
    migration.parent.mkdir(parents=True)
    migration.write_text("operations = []")
    monkeypatch.setattr(migrated, "ROOT", tmp_path)
    before = migrated._mark()
    assert migrated._mark() == before
    migration.write_text("operations = [1]")
    assert migrated._mark() != before
