"""A person who asked for it is erased by a facilitator: at once, everywhere, for good."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.audit.models import AuditRecord
from skillsnet.calls.models import Link, Project
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions import claim, erase_person
from skillsnet.membership.models import Invitation
from skillsnet.outbox.models import MailMessage
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import is_suppressed
from skillsnet.revisions.actions import add_link, change_link, remove_link
from tests.factories import make_invitation, make_person, make_project
from tests.membership.test_declining import ADDRESS, NAME, _everything, _planted

pytestmark = pytest.mark.django_db
WORDS = ("Zzada", "zzada", "799 123456", "Zzposition", "Zzcoach", "Diallo")


@pytest.mark.medium
def test_nothing_is_left_of_a_person_but_a_hash_of_the_address() -> None:
    _planted()
    project = Project.objects.get()
    link = add_link(project.pk, make_project("Sewing").pk, {"kind": f"trained by {NAME}", "label": NAME}, by=None)
    change_link(link.pk, {"label": f"{NAME}, 2019"}, by=None)
    other = add_link(project.pk, make_project("Baking").pk, {"label": NAME}, by=None)
    remove_link(other.pk, by=None)
    person = Person.objects.get()
    assert [word for word in WORDS if word in _everything()] == list(WORDS)
    erase_person(person.pk, by=7)
    assert [word for word in WORDS if word in _everything()] == []
    assert (Person.objects.count(), Project.objects.count(), Link.objects.count()) == (0, 3, 1)
    assert (Invitation.objects.get().state, MailMessage.objects.count()) == ("revoked", 0)
    assert is_suppressed(ADDRESS)
    line = AuditRecord.objects.get(act="membership.erase_person")
    assert (line.subject, line.by_user, line.detail) == (f"person:{person.pk}", 7, {})


@pytest.mark.medium
def test_a_person_without_an_address_is_erased_too(client: Client) -> None:
    person = make_person(NAME)
    texts = {"summary": f"{NAME} trains young people.", "publication_reason": f"{NAME} asked for it."}
    project = make_project("Pump repair", contact=person, **texts)
    erase_person(person.pk, by=None)
    assert [word for word in WORDS if word in _everything()] == []
    page = client.get(f"/projects/{project.pk}/").content.decode()
    assert ("Zzada" in page, "trains young people" in page) == (False, True)


def test_a_member_and_somebody_gone_are_refused() -> None:
    member = make_person("Cy", email="cy@example.org")
    claim(make_invitation(member).token_digest, by=None)
    with pytest.raises(Invalid, match="belongs to a member"):
        erase_person(member.pk, by=None)
    with pytest.raises(Invalid, match="already been removed"):
        erase_person(member.pk + 99, by=None)
    assert Person.objects.get(pk=member.pk).name == "Cy"


@pytest.mark.medium
def test_the_page_says_what_goes_and_what_stays(facilitator_client: Client) -> None:
    _planted()
    person = Person.objects.get()
    address = reverse("person_erase", args=[person.pk])
    assert address in facilitator_client.get(reverse("edit", args=["people", person.pk])).content.decode()
    page = facilitator_client.get(address).content.decode()
    assert [words in page for words in ("nobody can undo it", "Pump repair with", "0 consents")] == [True] * 3
    assert Person.objects.exists()
    assert facilitator_client.post(address)["Location"] == reverse("facilitate")
    assert not Person.objects.exists()
    assert facilitator_client.post(address).status_code == 404


def test_only_facilitators_erase(client: Client, member_client: Client) -> None:
    person = make_person(NAME, email=ADDRESS)
    address = reverse("person_erase", args=[person.pk])
    assert (client.post(address).status_code, member_client.post(address).status_code) == (302, 404)
    assert Person.objects.filter(pk=person.pk).exists()
