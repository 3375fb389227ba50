"""Data of an earlier version come along, on both databases."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from skillsnet.calls.models import Call
from skillsnet.intake.models import ImportRow, ImportRun

RUN = """INSERT INTO intake_importrun (call_id, state, file_name, sheet, header_row, header, mapping, notes, counts,
done_rows, created_at, fault)
VALUES (%s, 'preview', 'old.csv', '', 1, '[]', '{}', '[]', '{}', 0, CURRENT_TIMESTAMP, '')"""
ROW = """INSERT INTO intake_importrow (run_id, number, cells, state, has_warning, problems, candidate, is_written,
before) VALUES (%s, %s, '[]', 'new', %s, '[]', '{}', %s, %s)"""
BEFORE = {"was": None, "now": {}, "organisation": {"id": 1}, "person": None, "affiliation": [1, 2]}


@pytest.mark.django_db(transaction=True)
def test_rows_of_an_earlier_import_take_on_the_new_form() -> None:
    call_command("migrate", "intake", "0001", verbosity=0)
    try:
        call = Call.objects.create(slug="old", title="Old")
        with connection.cursor() as cursor:
            cursor.execute(RUN, [call.pk])
            cursor.execute("SELECT max(id) FROM intake_importrun")
            run = cursor.fetchone()[0]
            cursor.execute(ROW, [run, 2, False, True, json.dumps(BEFORE)])
            cursor.execute(ROW, [run, 3, False, False, None])
    finally:
        call_command("migrate", verbosity=0)
    assert ImportRun.objects.get().state == "mapping"
    rows = ImportRow.objects.order_by("place")
    assert [(row.place, row.number, row.kind) for row in rows] == [(20, 2, "proposal"), (30, 3, "proposal")]
    assert rows[0].before == {
        "was": None, "now": {}, "organisations": [{"id": 1}], "people": [], "affiliations": [[1, 2]], "names": []
    }  # fmt: skip
