"""A database that knows an app under its former label is brought up to date, and the label is free afterwards."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django_tasks_db.models import DBTaskResult

from skillsnet.db.renamed_apps import apps_to_relabel, relabel
from skillsnet.publication.models import Publication
from skillsnet.publication.tasks import run_publication
from skillsnet.taxonomy.actions import install_skills_taxonomy

pytestmark = pytest.mark.slow

NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE name LIKE %s",
    "postgresql": """SELECT relname FROM pg_class WHERE relname LIKE %s
        UNION ALL SELECT conname FROM pg_constraint WHERE conname LIKE %s""",
}
PUBLICATION = """INSERT INTO codesign_publication (edition_id, state, object_until, begun_at, lease, {columns},
done_count, total_count, site, fingerprint, problems)
VALUES (%s, 'stopped', '2026-01-31', CURRENT_TIMESTAMP, 0, 0, 0, 0, 0, '', '', '[]')"""
TABLES = ("codesign_publication",)


def _labels() -> set[str]:
    return {label for label, _name in MigrationRecorder(connection).applied_migrations()}


def _names_like(start: str) -> list[str]:
    query = NAMES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{start}%"] * query.count("%s"))
        return sorted(row[0] for row in cursor.fetchall())


def _make_former(edition: int, columns: str) -> None:
    """Make the database what an earlier version left, with a publication in it."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET app = 'codesign' WHERE app = 'publication'")
        cursor.execute("UPDATE django_content_type SET app_label = 'codesign' WHERE app_label = 'publication'")
        cursor.execute(
            "UPDATE django_tasks_database_dbtaskresult SET task_path = 'skillsnet.codesign.tasks.run_publication'"
        )
        cursor.execute(PUBLICATION.format(columns=columns), [edition])


@pytest.mark.parametrize(
    ("migration", "columns"),
    [("0002_carried_may_go", "done_to, carried_to"), ("0007_labels", "cursor, decision_watermark")],
)
@pytest.mark.django_db(transaction=True)
def test_records_tables_and_jobs_come_along_and_the_label_is_free(migration: str, columns: str, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    edition = install_skills_taxonomy()
    run_publication.enqueue(1)
    permission = Permission.objects.get(content_type__app_label="publication", codename="add_publication").pk
    call_command("migrate", "publication", migration, verbosity=0)
    try:
        _make_former(edition.pk, columns)
        # A look changes nothing.
        with pytest.raises(SystemExit):
            call_command("migrate", check_unapplied=True, verbosity=0)
        assert {"codesign"} == _labels() & {"codesign", "publication"}
    finally:
        call_command("migrate", verbosity=0)
    assert {"publication"} == _labels() & {"codesign", "publication"}
    assert not ContentType.objects.filter(app_label="codesign").exists()
    assert Permission.objects.get(pk=permission).content_type.app_label == "publication"
    assert DBTaskResult.objects.get().task_path == "skillsnet.publication.tasks.run_publication"
    assert Publication.objects.get().edition == edition
    assert _names_like("codesign") == []
    assert "publication_publication" in _names_like("publication")
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_only_a_database_of_before_is_relabelled() -> None:
    former = {("codesign", "0001_initial"), ("calls", "0001_initial")}
    assert relabel(former, tables=TABLES) == {("publication", "0001_initial"), ("calls", "0001_initial")}
    # Another app has the label by now.
    later = {("codesign", "0001_initial"), ("publication", "0001_initial")}
    assert relabel(later, tables=TABLES) == later
    assert relabel(former, tables=("codesign_comment",)) == former


@pytest.mark.django_db
def test_a_database_of_this_version_is_left_alone() -> None:
    assert apps_to_relabel(connection) == []
