"""What a facilitator reads of a person as a facilitator is noted, wherever it is; the person reads the notes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.accounts.models import User
from skillsnet.accounts.viewer import viewer_for
from skillsnet.calls.actions import give_consent
from skillsnet.calls.models import Project
from skillsnet.membership.actions import erase_member
from skillsnet.participants.enums import LookChannel
from skillsnet.participants.looks import FIELD_BITS, LookNotes, forget_looks, noting, write_looks
from skillsnet.participants.models import Look, Person
from skillsnet.participants.visibility import PERSON_FIELDS, contact_card
from tests.factories import make_invitation, make_person, make_project, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.medium]
NAME, EMAIL = "Zzlooked Upat", "zzlooked@example.org"
ALL = sum(FIELD_BITS.values())


@pytest.fixture
def person() -> Person:
    """Somebody who shows nothing to anybody but facilitators, with a project."""
    person = make_person(NAME, email=EMAIL, phone="+254 722 111222", position="Zzposition", user=make_user(EMAIL))
    make_project("Welding by night", contact=person)
    return person


@pytest.fixture
def fay() -> Client:
    """A facilitator's browser."""
    user = make_user("fay@example.org", role="facilitator")
    User.objects.filter(pk=user.pk).update(name="Fay Facilitator")
    browser = Client()
    browser.force_login(user)
    return browser


def _looks() -> list[tuple[str, int]]:
    return list(Look.objects.order_by("channel").values_list("channel", "fields"))


def _read(browser: Client, address: str) -> bytes:
    return b"".join(iter(browser.get(address)))


def test_a_page_a_search_and_a_file_are_looks_each_once_a_day(person: Person, fay: Client) -> None:
    page = reverse("project", args=[person.projects.get().pk])
    for _time in range(2):
        assert EMAIL.encode() in _read(fay, page)
        assert b"Welding" in _read(fay, f"{reverse('directory')}?q=zzlooked")
        assert b"".join(iter(fay.post(reverse("network_export")))).startswith(b"PK")
    assert _looks() == [("export", ALL), ("page", ALL), ("search", ALL)]


def test_the_person_reads_who_looked_and_nobody_else_does(person: Person, fay: Client) -> None:
    _read(fay, reverse("project", args=[person.projects.get().pk]))
    browser, other = Client(), Client()
    assert person.user is not None
    browser.force_login(person.user)
    page = browser.get("/profile/looks/").content.decode()
    assert ("Fay Facilitator" in page, "on a page" in page, "Mail address" in page) == (True, True, True)
    assert "Fay Facilitator" in browser.get("/profile/data/").content.decode()
    stranger = make_person("Bo", user=make_user("bo@example.org"))
    assert stranger.user is not None
    other.force_login(stranger.user)
    assert "Fay Facilitator" not in other.get("/profile/looks/").content.decode()


def test_what_is_shown_to_members_or_everybody_is_no_look(person: Person, fay: Client) -> None:
    for name, audience in (("name", "public"), ("email", "members"), ("phone", "only_me")):
        give_consent(person, name, audience=audience, wording="1", source="test", by=None)  # type: ignore[arg-type]
    _read(fay, reverse("project", args=[person.projects.get().pk]))
    assert _looks() == [("page", FIELD_BITS["position"])]


def test_members_visitors_and_the_person_are_not_noted(person: Person) -> None:
    page, browser = reverse("project", args=[person.projects.get().pk]), Client()
    browser.force_login(make_user("eve@example.org"))
    assert person.user is not None
    own = Client()
    own.force_login(person.user)
    for reader in (Client(), browser, own):
        _read(reader, page)
    User.objects.filter(pk=person.user.pk).update(role="facilitator")
    _read(own, page)
    assert _looks() == []


def test_somebody_who_has_not_claimed_reads_it_after_claiming(fay: Client) -> None:
    person = make_person(NAME, email=EMAIL)
    project = make_project("Welding by night", contact=person)
    _read(fay, reverse("project", args=[project.pk]))
    Person.objects.filter(pk=person.pk).update(user=make_user(EMAIL), claimed_at=timezone.now())
    browser = Client()
    browser.force_login(User.objects.get(email=EMAIL))
    assert "Fay Facilitator" in browser.get("/profile/looks/").content.decode()


@pytest.mark.parametrize(
    "name",
    ["project", "project_sheet", "edit", "consents", "invitations", "invitation_new", "hand_over", "person_erase"],
)
def test_no_page_that_names_a_person_forgets_to_note_it(name: str, fay: Client) -> None:
    person = make_person(NAME, email=EMAIL)
    project = make_project("Welding by night", contact=person)
    if name == "invitations":
        make_invitation(person)
    arguments: dict[str, list[Any]] = {"edit": ["people", person.pk], "invitations": []}
    for of_project in ("project", "project_sheet"):
        arguments[of_project] = [project.pk]
    body = _read(fay, reverse(name, args=arguments.get(name, [person.pk])))
    assert NAME.encode() in body or EMAIL.encode() in body
    assert Look.objects.filter(person=person, channel="page").count() == 1


def test_a_look_goes_with_the_person_and_after_its_time(person: Person, fay: Client) -> None:
    _read(fay, reverse("project", args=[person.projects.get().pk]))
    Look.objects.update(day=timezone.localdate() - timedelta(days=365))
    assert (forget_looks(), Look.objects.count()) == (0, 1)
    Look.objects.update(day=timezone.localdate() - timedelta(days=366))
    assert (forget_looks(), Look.objects.count()) == (1, 0)
    _read(fay, reverse("project", args=[person.projects.get().pk]))
    assert person.user is not None
    erase_member(person.user.pk)
    assert Look.objects.count() == 0


def test_many_people_are_written_by_few_statements_and_fields_are_added(person: Person, fay: Client) -> None:
    user = User.objects.get(email="fay@example.org")
    people = [person, *(make_person(f"Bo {number}", phone="1") for number in range(1200))]
    counts, written = [], []
    for names in (("name",), PERSON_FIELDS, PERSON_FIELDS):
        notes = LookNotes()
        for each in people:
            for name in names:
                notes.bits["", each.pk] |= FIELD_BITS[name]
        with CaptureQueriesContext(connection) as queries:
            written.append(write_looks(notes, by=user.pk, channel=LookChannel.EXPORT))  # type: ignore[arg-type]
        counts.append(len(queries))
    assert written == [1201, 1201, 0]
    assert max(counts) <= 12
    assert set(Look.objects.values_list("fields", flat=True)) == {ALL}


def test_nobody_is_noted_where_nobody_asks(person: Person) -> None:
    viewer = viewer_for(make_user("fay@example.org", role="facilitator"))
    assert contact_card(person, viewer).email == EMAIL
    notes = LookNotes()
    with noting(notes):
        contact_card(person, viewer)
    assert dict(notes.bits) == {("", person.pk): ALL}
    Project.objects.all().delete()
    Person.objects.all().delete()
    assert write_looks(notes, by=viewer.user_id or 0, channel=LookChannel.PAGE) == 0
