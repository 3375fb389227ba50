"""Data of an earlier version come along, on both databases."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from skillsnet.calls.models import Call
from skillsnet.classification.models import Decision
from skillsnet.home.invariants import broken_invariants
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.outbox.models import MailMessage
from skillsnet.taxonomy.actions import install_skills_taxonomy
from tests.factories import make_project, make_user

pytestmark = pytest.mark.slow

Assigned = tuple[int, int, str, bool, bool, float | None, int | None]
# Where each app stood.
FORMER = (("intake", "0001"), ("classification", "0001"), ("outbox", "0002"))

RUN = """INSERT INTO intake_importrun (call_id, state, file_name, sheet, header_row, header, mapping, notes, counts,
done_rows, created_at, fault)
VALUES (%s, 'preview', 'old.csv', '', 1, '[]', '{}', '[]', '{}', 0, CURRENT_TIMESTAMP, '')"""
ROW = """INSERT INTO intake_importrow (run_id, number, cells, state, has_warning, problems, candidate, is_written,
before) VALUES (%s, %s, '[]', 'new', %s, '[]', '{}', %s, %s)"""
BEFORE = {"was": None, "now": {}, "organisation": {"id": 1}, "person": None, "affiliation": [1, 2]}


ASSIGNMENT = """INSERT INTO classification_assignment (proposal_id, category_id, source, is_primary, is_current, score,
evidence, by_id, at) VALUES (%s, %s, %s, %s, %s, %s, '[]', %s, CURRENT_TIMESTAMP)"""
OLD_ROWS = "SELECT category_id, source, is_primary, is_current, score, by_id FROM classification_assignment ORDER BY id"


MAIL = """INSERT INTO outbox_mailmessage ("to", subject, body, state, batch, created_at) VALUES
('ada@example.org', 'Hello', 'Zzwords 123456', %s, %s, CURRENT_TIMESTAMP)"""


WORDS = "Zzwords 123456"


def _put_rows_of_an_import() -> None:
    call = Call.objects.create(slug="old", title="Old")
    with connection.cursor() as cursor:
        cursor.execute(RUN, [call.pk])
        cursor.execute("SELECT max(id) FROM intake_importrun")
        run = cursor.fetchone()[0]
        cursor.execute(ROW, [run, 2, False, True, json.dumps(BEFORE)])
        cursor.execute(ROW, [run, 3, False, False, None])


def _check_rows_of_an_import() -> None:
    assert ImportRun.objects.get().state == "mapping"
    rows = ImportRow.objects.order_by("position")
    assert [(row.position, row.number, row.kind) for row in rows] == [(20, 2, "project"), (30, 3, "project")]
    assert rows[0].before == {
        "was": None, "now": {}, "organisations": [{"id": 1}], "people": [], "affiliations": [[1, 2]], "names": []
    }  # fmt: skip


def _put_mails() -> None:
    waiting = (("kept", ""), ("queued", ""), ("queued", "publication-1"), ("failed", "publication-1"))
    with connection.cursor() as cursor:
        for state, batch in waiting:
            cursor.execute(MAIL, [state, batch])


def _check_mails() -> None:
    """Codes have lost their words, and what waits goes on."""
    mails = MailMessage.objects.order_by("pk").values_list("kind", "state", "failure", "body")
    assert list(mails) == [
        ("code", "kept", "", ""),
        ("code", "failed", "too_late", ""),
        ("letter", "queued", "", WORDS),
        ("letter", "failed", "unreachable", WORDS),
    ]


def _put_assignments(rows: list[Assigned]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(ASSIGNMENT, row)


def _check_decisions(projects: list[int], facilitator: int) -> None:
    decisions = Decision.objects.order_by("pk").values_list("project_id", "source", "outcome", "by_id")
    assert list(decisions) == [
        (projects[0], "engine", "placed", None),
        (projects[0], "facilitator", "placed", facilitator),
        (projects[1], "participant", "placed", None),
        (projects[1], "engine", "placed", None),
        (projects[2], "engine", "placed", None),
        # The participant's word stood no more, and does not come back to life.
        (projects[1], "participant", "undone", None),
    ]
    assert broken_invariants() == []


def _go_back() -> None:
    executor = MigrationExecutor(connection)
    # In one plan: what takes the time is Django's look at all migrations for each.
    executor.migrate([(label, executor.loader.get_migration_by_prefix(label, name).name) for label, name in FORMER])


@pytest.mark.django_db(transaction=True)
def test_data_come_along_and_assignments_go_back() -> None:
    # All in one way there and back, which is what takes the time.
    taxonomy, fay = install_skills_taxonomy(), make_user("fay@example.org", role="facilitator")
    projects = [make_project().pk for _ in range(3)]
    one, other, third = (category.pk for category in taxonomy.categories.order_by("pk")[:3])
    assigned: list[Assigned] = [
        (projects[0], one, "engine", True, False, 0.5, None),
        (projects[0], other, "engine", False, False, 0.4, None),
        (projects[0], other, "facilitator", True, True, None, fay.pk),
        (projects[0], one, "facilitator", False, True, None, fay.pk),
        (projects[1], third, "applicant", True, False, None, None),
        (projects[1], one, "engine", True, True, 0.9, None),
        (projects[2], one, "engine", True, True, 0.9, None),
    ]
    _go_back()
    try:
        _put_rows_of_an_import()
        _put_mails()
        _put_assignments(assigned)
        call_command("migrate", verbosity=0)
        _check_rows_of_an_import()
        _check_mails()
        _check_decisions(projects, fay.pk)
        call_command("migrate", "classification", "0001", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(OLD_ROWS)
            back = [tuple(row) for row in cursor.fetchall()]
    finally:
        call_command("migrate", verbosity=0)
    assert [(c, s, bool(p), bool(now), score, by) for c, s, p, now, score, by in back] == [row[1:] for row in assigned]
    assert broken_invariants() == []
