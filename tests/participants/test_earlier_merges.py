"""A merge that an earlier version wrote can still be undone."""

import json

import pytest
from django.core.management import call_command
from django.db import connection

from skillsnet.participants.actions import undo_merge
from skillsnet.participants.models import Affiliation, Merge, Organisation
from tests.factories import make_organisation, make_person

MERGE = """INSERT INTO participants_merge (kept_id, gone_id, before, now, moved, dropped, made_at)
VALUES (%s, %s, %s, %s, %s, %s, CURRENT_TIMESTAMP)"""
LABEL = "participants.Affiliation.organisation"


@pytest.mark.medium
@pytest.mark.django_db(transaction=True)
def test_a_merge_of_an_earlier_version_is_undone_with_all_that_it_moved_and_dropped() -> None:
    left, right = make_organisation("Atelier Ada", country="KE"), make_organisation("Ada Atelier", country="")
    Organisation.objects.filter(pk=right.pk).update(merged_into=left)
    moved = Affiliation.objects.create(person=make_person(), organisation=left)
    dropped = {"id": moved.pk + 1, "person_id": make_person().pk, "organisation_id": right.pk}
    call_command("migrate", "participants", "0004", verbosity=0)
    try:
        with connection.cursor() as cursor:
            values = ({"country": ""}, {"country": "KE"}, {LABEL: [moved.pk]}, {LABEL: [dropped]})
            cursor.execute(MERGE, [left.pk, right.pk, *map(json.dumps, values)])
    finally:
        call_command("migrate", verbosity=0)
    merge = Merge.objects.get()
    assert (merge.survivor, merge.duplicate) == (left, right)
    undo_merge(merge, by=None)
    left.refresh_from_db()
    assert (left.country, Organisation.objects.get(pk=right.pk).merged_into) == ("", None)
    rows = Affiliation.objects.order_by("pk").values_list("pk", "organisation_id")
    assert list(rows) == [(moved.pk, right.pk), (dropped["id"], right.pk)]
