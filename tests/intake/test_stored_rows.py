"""Rows that the first version compared are asked about, written and taken back by this one."""

from typing import Any

import pytest

from skillsnet.calls.models import Project
from skillsnet.intake.actions import answer_organisation, commit, preview, undo
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import asking_positions
from skillsnet.participants.models import Organisation
from tests.intake.sheets import ADA, BO, HEADER, photograph, previewed

pytestmark = pytest.mark.django_db

FAO = ("1", "Fields", "We sow.", "Food and Agriculture Organization", "NGO", "Kenya", "Ada", "ada@example.org")
FAO_SHORT = ("2", "Seeds", "We reap.", "FAO", "NGO", "Kenya", "Bo", "bo@example.org")


def _as_first_version(stored: dict[str, Any]) -> dict[str, Any]:
    """Return a stored row as the first version would have stored it."""
    project = dict(stored["project"])
    organisation, contact = dict(project["organisation"]), dict(project["contact"])
    identity = organisation.pop("identity")
    candidates = [{**item, "row": item["row_number"], "place": item["position"]} for item in identity["candidates"]]
    organisation |= {
        "is": {name: identity[name] for name in ("id", "key", "how", "name", "reasons")},
        "asks": candidates, "take": identity["take"], "leave": identity["keep"], "owns": organisation.pop("owned"),
    }  # fmt: skip
    contact["owns"] = contact.pop("owned")
    others = project.pop("other_people")
    return {**project, "organisation": organisation, "contact": contact, "others": others, "faults": {}, "said_at": []}


def _previewed_by_the_first_version(rows: list[tuple[str, ...]]) -> ImportRun:
    run = previewed(rows)
    for row in run.rows.order_by("pk"):
        row.parsed = _as_first_version(row.parsed)
        row.save()
    return run


@pytest.mark.medium
def test_a_row_is_written_and_taken_back() -> None:
    before = photograph()
    run = commit(_previewed_by_the_first_version([HEADER, ADA, BO]), by=None)
    written = photograph()
    assert Project.objects.count() == 2
    undo(run, by=None)
    assert photograph() == before
    commit(previewed([HEADER, ADA, BO]), by=None)
    assert {name: len(rows) for name, rows in photograph().items()} == {n: len(rows) for n, rows in written.items()}


@pytest.mark.medium
def test_a_question_can_be_answered() -> None:
    run = _previewed_by_the_first_version([HEADER, FAO, FAO_SHORT])
    row = ImportRow.objects.get(run=run, number=3)
    assert asking_positions(run) == {row.position: 1}
    answer_organisation(run, row, candidate=0, by=None)
    commit(preview(run), by=None)
    assert (Project.objects.count(), Organisation.objects.count()) == (2, 1)
