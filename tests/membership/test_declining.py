"""Whoever declines is gone, with their name in texts, and no import or backup brings them back."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from skillsnet.calls.models import Project
from skillsnet.db.unmasked import unwrapped
from skillsnet.intake.actions import commit, preview
from skillsnet.membership.actions import apply_suppressions, claim, decline
from skillsnet.membership.models import Invitation
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Organisation, Person, Suppression
from skillsnet.participants.suppression import is_suppressed
from skillsnet.revisions.actions import revise
from tests.factories import make_invitation, make_organisation, make_person, make_project
from tests.intake.sheets import ADA, BO, HEADER, previewed
from tests.membership.conftest import Opened

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Zzada Diállo", "zzada@example.org"
REMOVED, NOT_ME = SuppressionReason.REMOVED, SuppressionReason.NOT_ME
# What an import keeps of its file goes with the file's own age.
OF_FILES = {"importrow", "importfile", "importrun"}


def _everything() -> str:
    """Return what every table but those of imported files holds."""
    rows = [
        json.dumps({name: unwrapped(value) for name, value in row.items()}, default=str, ensure_ascii=False)
        for model in apps.get_models()
        if model._meta.model_name not in OF_FILES
        for row in model._default_manager.order_by("pk").values()
    ]
    return "\n".join(rows)


def _planted(**fields: Any) -> Invitation:
    person = make_person(NAME, email=ADDRESS, phone="+254 799 123456", position="Zzposition")
    organisation = make_organisation(fields.pop("organisation", f"Atelier of {NAME}"), **fields)
    person.affiliations.create(organisation=organisation)
    project = make_project(
        f"Pump repair by {NAME}",
        contact=person,
        organisation=organisation,
        summary="Zzada Diallo trains young people.",
        extra={"Coach": NAME, "Team": [NAME, "Bo"]},
        website="https://zzadadiallo.example.org/",
    )
    revise(person, {"position": "Zzcoach"}, by=None)
    revise(project, {"title": f"Pump repair with {NAME}"}, by=None)
    return make_invitation(person)


@pytest.mark.medium
@pytest.mark.parametrize("kind", [{}, {"organisation": NAME, "type": ""}, {"organisation": NAME, "type": "individual"}])
def test_of_whoever_declines_nothing_is_left_but_a_hash(kind: dict[str, str]) -> None:
    invitation = _planted(**kind)
    assert "Zzada" in _everything()
    decline(invitation.token_digest, reason=REMOVED)
    held = _everything()
    assert [word for word in ("Zzada", "zzada", "799 123456", "Zzposition", "Zzcoach", "Diallo") if word in held] == []
    assert (Person.objects.count(), Project.objects.count(), Organisation.objects.count()) == (0, 1, 1)
    assert (Invitation.objects.get().state, MailMessage.objects.count()) == ("declined", 0)
    assert is_suppressed(" ZZADA@Example.org")


@pytest.mark.medium
def test_nobody_reads_the_name_in_a_text_after_it_was_withheld(client: Client, opened: Opened) -> None:
    invitation = _planted()
    project = Project.objects.get()
    assert "Zzada" not in client.get(f"/projects/{project.pk}/").content.decode()
    opened(invitation).post("/claim/decline/", {"reason": "removed"})
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert "Zzada" not in page
    assert "trains young people" in page


@pytest.mark.medium
def test_whoever_is_not_the_person_takes_the_address_from_them(opened: Opened) -> None:
    invitation = _planted()
    answer = opened(invitation).post("/claim/decline/", {"reason": "not_me"})
    assert "We will not write to this address again." in answer.content.decode()
    person = Person.objects.get()
    assert (person.name, person.email, "zzada@" in person.key) == (NAME, "", False)
    assert Invitation.objects.get().state == "declined"
    assert Suppression.objects.get().reason == "not_me"


@pytest.mark.medium
def test_a_mailbox_that_is_refused_is_taken_from_all_who_share_it() -> None:
    invitation = _planted()
    other = make_person("Bo Née", email=ADDRESS)
    member = make_person("Cy", email="cy@example.org")
    claim(make_invitation(member).token_digest, by=None)
    second = make_invitation(other)
    decline(invitation.token_digest, reason=REMOVED)
    other.refresh_from_db()
    second.refresh_from_db()
    assert (other.name, other.email, second.state) == ("Bo Née", "", "revoked")
    assert Person.objects.filter(email="cy@example.org").exists()


@pytest.mark.medium
def test_a_later_import_brings_nobody_back_and_changes_nothing_when_sent_again(settings: Any) -> None:
    settings.FOLLOW_UPS = []
    row = ("", f"Welding by {ADA[6]}", f"{ADA[6]} teaches.", f"Atelier of {ADA[6]}", *ADA[4:])
    commit(previewed([HEADER, row, BO]), by=None)
    ada = Person.objects.get(email="ada@example.org")
    decline(make_invitation(ada).token_digest, reason=REMOVED)
    before = _everything()
    again = commit(previewed([HEADER, row, BO]), by=None)
    assert again.counts["unchanged"] == 2, again.counts
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo Née"]
    assert "Ålund" not in _everything()
    assert [word for word in ("Ålund", "alund", "ada@example.org") if word in before] == []


def test_who_declines_between_preview_and_writing_is_not_written(settings: Any) -> None:
    settings.FOLLOW_UPS = []
    run = previewed([HEADER, ADA, BO])
    Suppression.objects.create(digest=_digest("ada@example.org"), reason=REMOVED)
    commit(run, by=None)
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo Née"]


@pytest.mark.medium
def test_an_address_that_is_not_theirs_leaves_the_person_of_a_file_their_name(settings: Any) -> None:
    settings.FOLLOW_UPS = []
    commit(previewed([HEADER, ADA]), by=None)
    decline(make_invitation(Person.objects.get()).token_digest, reason=NOT_ME)
    commit(previewed([HEADER, ADA]), by=None)
    assert list(Person.objects.values_list("name", "email")) == [("Ada Ålund", "")]


def test_a_restored_backup_is_cleaned_of_who_was_removed() -> None:
    Suppression.objects.create(digest=_digest(ADDRESS), reason=REMOVED)
    make_project("Welding", contact=make_person(NAME, email=ADDRESS), summary=f"{NAME} teaches.")
    make_person("Bo", email="bo@example.org")
    assert apply_suppressions() == 1
    assert list(Person.objects.values_list("name", flat=True)) == ["Bo"]
    assert "Zzada" not in _everything()


def _digest(address: str) -> str:
    from skillsnet.participants.suppression import address_digest

    return address_digest(address)


def test_the_preview_says_nothing_of_a_person_who_was_removed() -> None:
    Suppression.objects.create(digest=_digest("ada@example.org"), reason=REMOVED)
    run = preview(previewed([HEADER, ADA]))
    assert "Ada Ålund" not in str(run.rows.get().parsed)
