"""Somebody who does not want to be contacted is not, whatever they agreed to show."""

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.accounts.models import User
from skillsnet.calls.actions import give_consent
from skillsnet.calls.models import Project
from skillsnet.calls.queries.contact_refusals import refuses_contact
from skillsnet.participants.models import Person
from tests.factories import make_person, make_project, make_user

pytestmark = pytest.mark.django_db

NAME, EMAIL, PHONE = "Zzname Q", "zzrefused@example.org", "+254 799 654321"


def _project(may_contact: str, *, person: Person | None = None) -> Project:
    """Return a project whose contact person agreed that everybody sees name, address and telephone number."""
    if person is None:
        person = make_person(NAME, email=EMAIL, phone=PHONE)
        for field in ("name", "email", "phone"):
            give_consent(person, field, audience="public", wording="We may show it.", source="form", by=None)
    return make_project(contact=person, may_contact=may_contact)


def _shown(client: Client, project: Project) -> list[bool]:
    pages = [client.get(reverse(name, args=[project.pk])).text for name in ("project", "project_sheet")]
    return [all(text in page for page in pages) for text in (NAME, EMAIL, PHONE)]


@pytest.mark.medium
@pytest.mark.parametrize(("answer", "is_shown"), [("yes", True), ("", True), ("no", False), ("unclear", False)])
def test_a_no_hides_address_and_telephone_from_all_but_facilitators(
    answer: str, is_shown: bool, client: Client, member_client: Client, facilitator_client: Client
) -> None:
    project = _project(answer)
    for reader in (client, member_client):
        assert _shown(reader, project) == [True, is_shown, is_shown]
    assert _shown(facilitator_client, project) == [True, True, True]
    said = "This person does not want to be contacted." in client.get(reverse("project", args=[project.pk])).text
    assert said is not is_shown


@pytest.mark.medium
def test_a_no_with_one_project_holds_for_the_persons_other_ones(client: Client) -> None:
    project = _project("yes")
    other = _project("no", person=project.contact)
    assert _shown(client, project) == [True, False, False]
    Project.objects.filter(pk=other.pk).update(status="withdrawn")
    assert _shown(client, project) == [True, True, True]


def test_no_message_is_offered_to_somebody_who_refused(client: Client) -> None:
    project = make_project(contact=make_person(NAME, email=EMAIL), may_contact="no")
    page = client.get(reverse("project", args=[project.pk])).text
    assert ("can pass on a message" in page, "does not want to be contacted" in page) == (False, True)


def test_the_person_sees_the_own_address() -> None:
    user: User = make_user("ada@example.org")
    project = make_project(contact=make_person(NAME, email=EMAIL, phone=PHONE, user=user), may_contact="no")
    client = Client()
    client.force_login(user)
    assert _shown(client, project) == [True, True, True]


def test_nobody_has_refused() -> None:
    assert refuses_contact(None) is False
