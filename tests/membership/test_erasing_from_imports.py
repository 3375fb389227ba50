"""What imports keep of somebody who is erased goes with them: stored rows, answers, and an upload that waits."""

import json

import pytest

from skillsnet.calls.models import Project
from skillsnet.home.invariants import broken_invariants
from skillsnet.intake.actions import begin_commit, commit, preview, undo
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun
from skillsnet.membership.actions import decline, erase_person
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person
from tests.factories import make_invitation
from tests.intake.sheets import ADA, BO, HEADER, previewed

pytestmark = [pytest.mark.django_db, pytest.mark.medium]
NAMED = ("", f"Welding by {ADA[6]}", f"{ADA[6].upper()} teaches; write to Ada@example.org.", "Atelier", *ADA[4:])
WORDS = ("Ålund", "ålund", "ÅLUND", "ada@example.org", "Ada@example.org", "ada ålund", "alund")


@pytest.fixture(autouse=True)
def _without_follow_ups(settings: object) -> None:
    settings.FOLLOW_UPS = []  # type: ignore[attr-defined]


def _stored() -> str:
    """Return what the tables of imports hold."""
    tables = (ImportRow, ImportRun, ImportFile)
    rows = [list(table._default_manager.order_by("pk").values()) for table in tables]
    return json.dumps(rows, default=str, ensure_ascii=False)


def _words() -> list[str]:
    held = _stored()
    return [word for word in WORDS if word in held]


def test_rows_of_a_written_import_say_nothing_of_the_person_and_can_be_undone() -> None:
    run = commit(previewed([HEADER, NAMED, BO]), by=None)
    assert _words() != []
    erase_person(Person.objects.get(email="ada@example.org").pk, by=None)
    assert _words() == []
    assert "Bo Née" in _stored()
    assert list(broken_invariants()) == []
    undo(run, by=None)
    assert not Project.objects.filter(title__contains="Forge").exists()
    assert _words() == []


def test_a_waiting_import_loses_its_file_and_is_compared_again() -> None:
    commit(previewed([HEADER, NAMED]), by=None)
    waiting = previewed([HEADER, NAMED, BO])
    assert ImportFile.objects.filter(run=waiting.pk).exists()
    erase_person(Person.objects.get().pk, by=None)
    assert _words() == []
    assert not ImportFile.objects.exists()
    waiting.refresh_from_db()
    assert waiting.is_stale
    assert not begin_commit(waiting, by=None)
    commit(preview(waiting), by=None)
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo Née"]
    assert _words() == []


def test_an_address_that_is_not_theirs_goes_from_the_rows_and_the_name_stays() -> None:
    commit(previewed([HEADER, ADA]), by=None)
    decline(make_invitation(Person.objects.get()).token_digest, reason=SuppressionReason.NOT_ME)
    assert ("ada@example.org" in _stored(), "Ada Ålund" in _stored()) == (False, True)


def test_rows_of_others_stay_as_they_are() -> None:
    commit(previewed([HEADER, ADA, BO]), by=None)
    before = ImportRow.objects.order_by("position")[1]
    erase_person(Person.objects.get(email="ada@example.org").pk, by=None)
    after = ImportRow.objects.get(pk=before.pk)
    assert (after.cells, after.parsed, after.before) == (before.cells, before.parsed, before.before)
