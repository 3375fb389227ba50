"""What writing a row did, as it is stored by this version and by earlier ones."""

import json

import pytest

from skillsnet.core.intake.row_snapshots import (
    ADDED_FIELDS,
    ProjectChange,
    RecordChange,
    RowSnapshot,
    StoredSnapshot,
)

NOW = {"title": "Welding", "organisation_id": 4, "contact_id": None, **ADDED_FIELDS}
UPDATED = RowSnapshot(
    project=ProjectChange({"title": "Old", "organisation_id": None, "contact_id": 2, **ADDED_FIELDS}, NOW),
    organisations=(RecordChange(4, is_made=True, previous=None, current={}),),
    people=(RecordChange(2, previous={"phone": ""}, current={"phone": "+254 1"}),),
    names=("the forge|KE",),
    named_people=(9,),
    affiliations=((2, 4),),
    consents=(11, 12),
)
MADE = RowSnapshot(project=ProjectChange(None, NOW))
LINK = RowSnapshot(made_link=3)
CHANGED_LINK = RowSnapshot(changed_link=RecordChange(5, previous={"label": ""}, current={"label": "since 2019"}))


@pytest.mark.parametrize("snapshot", [UPDATED, MADE, LINK, CHANGED_LINK, RowSnapshot(consents=(7,))])
def test_what_was_stored_is_read_again(snapshot: RowSnapshot) -> None:
    assert RowSnapshot.from_json(json.loads(json.dumps(snapshot.to_json()))) == snapshot


def test_a_row_that_made_its_project_differs_from_one_that_is_about_none() -> None:
    assert [item.has_made_project for item in (UPDATED, MADE, LINK, RowSnapshot())] == [False, True, False, False]
    # What is looked for in the database: a row without a project has no such key.
    assert ["was" in item.to_json() for item in (UPDATED, MADE, LINK, RowSnapshot(consents=(7,)))] == [
        True, True, False, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "snapshot"),
    [
        (None, RowSnapshot()),
        ({"link": 3}, LINK),
        ({"tie": {"id": 5, "was": {"label": ""}, "now": {"label": "since 2019"}}}, CHANGED_LINK),
        (
            {"was": None, "now": {}, "organisations": [{"id": 1}], "people": [], "affiliations": [[1, 2]], "names": []},
            RowSnapshot(
                project=ProjectChange(None, ADDED_FIELDS),
                organisations=(RecordChange(1, current={}),),
                affiliations=((1, 2),),
            ),
        ),
    ],
)
def test_snapshots_without_a_version_are_read(stored: StoredSnapshot | None, snapshot: RowSnapshot) -> None:
    assert RowSnapshot.from_json(stored) == snapshot
