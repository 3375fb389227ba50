"""Who sees what of a person."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, OPERATOR, Viewer
from skillsnet.participants.actions import connect, disconnect, open_fields
from skillsnet.participants.audiences import opened_to
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Consent, MemberConnection, Opening, Person
from skillsnet.participants.visibility import (
    PERSON_FIELDS,
    FieldAccess,
    agreed_to_be_named,
    contact_card,
    organisation_label,
    organisation_name,
    visible,
    website_of,
    with_name_consent_history,
)
from tests.factories import make_organisation, make_person, make_user

MEMBER = Viewer(user_id=2, role=Role.MEMBER)
FACILITATOR = Viewer(user_id=3, role=Role.FACILITATOR)
OWNER = Viewer(user_id=1, role=Role.MEMBER)


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        (Audience.ONLY_ME, {"owner"}),
        (Audience.CONNECTIONS, {"owner", "connection"}),
        (Audience.FACILITATORS, {"owner", "facilitator"}),
        (Audience.MEMBERS, {"owner", "connection", "facilitator", "member"}),
        (Audience.PUBLIC, {"owner", "connection", "facilitator", "member", "anyone"}),
    ],
)
@pytest.mark.django_db
def test_each_audience_sees_its_fields_and_no_more(audience: str, seen_by: set[str]) -> None:
    connection = Viewer(user_id=4, role=Role.MEMBER, opened=[frozenset({(1, "email")})])
    viewers = {"owner": OWNER, "member": MEMBER, "facilitator": FACILITATOR, "anyone": ANYONE, "connection": connection}
    field = FieldAccess(name="email", owner_id=1, audience=audience)
    assert {name for name, viewer in viewers.items() if visible(field, viewer)} == seen_by


@pytest.mark.django_db
def test_an_imported_person_is_seen_by_facilitators_only() -> None:
    ada = make_person("Ada Lovelåce", phone="+254 700 000 000")
    assert contact_card(ada, FACILITATOR).name == "Ada Lovelåce"
    for viewer in (ANYONE, MEMBER):
        card = contact_card(ada, viewer)
        assert (card.name, card.email, card.phone, card.is_hidden) == ("", "", "", True)


@pytest.mark.django_db
def test_consent_shows_one_field_and_withdrawing_hides_it_again() -> None:
    ada = make_person()
    consent = Consent.objects.create(
        person=ada, field="name", audience=Audience.PUBLIC, wording="1", source="claim", given_at=timezone.now()
    )
    card = contact_card(ada, ANYONE)
    assert (card.name, card.email) == (ada.name, "")
    consent.withdrawn_at = timezone.now()
    consent.save()
    assert contact_card(ada, ANYONE).is_hidden


def _connected() -> tuple[Person, Person]:
    """Return two members who are connected; the first shows address and number to connections."""
    ada, bo = (make_person(name, phone="+254 700 000 000", user=make_user(f"{name}@example.org")) for name in "ab")
    for name in ("email", "phone"):
        words = {"audience": Audience.CONNECTIONS, "wording": "1", "source": "claim", "given_at": timezone.now()}
        Consent.objects.create(person=ada, field=name, **words)
    connect(ada, bo)
    return make_same(ada), bo


@pytest.mark.django_db
def test_a_connection_sees_what_was_opened_to_them_field_by_field() -> None:
    ada, bo = _connected()
    connection = connect(bo, ada)
    viewer = Viewer(user_id=bo.user_id, role=Role.MEMBER)
    assert (contact_card(ada, viewer).email, contact_card(ada, viewer).phone) == ("", "")
    # The name is for facilitators: an opening does not widen it.
    open_fields(connection, ada, ["email", "name"], by=ada.user_id)
    later = Viewer(user_id=bo.user_id, role=Role.MEMBER)
    card = contact_card(ada, later)
    assert (card.email, card.phone, card.name) == (ada.email, "", "")
    assert contact_card(ada, OPERATOR).email == ""
    assert contact_card(ada, later, is_contact_refused=True).email == ""
    # Bo opened nothing: what Ada opened works in one direction.
    assert contact_card(bo, Viewer(user_id=ada.user_id, role=Role.MEMBER)).email == ""
    disconnect(connection, by=ada.user_id)
    assert contact_card(ada, Viewer(user_id=bo.user_id, role=Role.MEMBER)).email == ""


@pytest.mark.django_db
def test_a_viewer_reads_their_openings_once_and_only_when_a_field_is_for_connections(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ada, bo = _connected()
    open_fields(connect(ada, bo), ada, ["email"], by=ada.user_id)
    viewer = Viewer(user_id=bo.user_id, role=Role.MEMBER)
    person = Person.objects.prefetch_related("consents").get(pk=ada.pk)
    with django_assert_num_queries(1):
        assert [contact_card(person, viewer).email for _ in range(3)] == [ada.email] * 3
    other = Person.objects.prefetch_related("consents").get(pk=bo.pk)
    with django_assert_num_queries(0):
        contact_card(other, Viewer(user_id=ada.user_id, role=Role.MEMBER))


@pytest.mark.django_db
def test_what_somebody_else_writes_in_the_name_of_a_connection_opens_nothing() -> None:
    ada, bo = _connected()
    connection, eve = connect(ada, bo), make_person("Eve", user=make_user("eve@example.org"))
    with pytest.raises(ValueError, match="neither side"):
        open_fields(connection, eve, ["email"], by=eve.user_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberConnection.objects.create(left=connection.right, right=connection.left)
    # A row that names a third person shows nothing of them either.
    Opening.objects.create(connection=connection, person=eve, field="email")
    assert opened_to(Viewer(user_id=bo.user_id, role=Role.MEMBER)) == frozenset()


@pytest.mark.django_db
def test_a_person_sees_their_own_fields() -> None:
    user = make_user("ada@example.org")
    ada = make_person(user=user)
    assert contact_card(ada, Viewer(user_id=user.pk, role=Role.MEMBER)).email == ada.email


@pytest.mark.django_db
def test_an_individuals_organisation_name_is_a_persons_name() -> None:
    alone = make_organisation("Ada Lovelåce", type="individual")
    assert organisation_label(alone, FACILITATOR) == "Ada Lovelåce"
    assert organisation_label(alone, MEMBER) == "Individual participant"
    assert organisation_label(make_organisation("Ateliers", type="ngo"), ANYONE) == "Ateliers"


@pytest.mark.django_db
def test_a_card_says_whether_there_is_somebody_and_whether_all_of_them_is_hidden() -> None:
    ada = make_person(phone="+254 700 000 000", position="Head")
    for name in PERSON_FIELDS:
        ada.consents.all().delete()
        Consent.objects.create(
            person=ada, field=name, audience=Audience.PUBLIC, wording="1", source="claim", given_at=timezone.now()
        )
        card = contact_card(make_same(ada), ANYONE)
        assert (card.is_known, card.is_hidden, getattr(card, name)) == (True, False, getattr(ada, name))
    assert (contact_card(None, ANYONE).is_known, contact_card(None, ANYONE).is_hidden) == (False, False)
    ada.consents.all().delete()
    assert (contact_card(make_same(ada), MEMBER).is_known, contact_card(make_same(ada), MEMBER).is_hidden) == (
        True,
        True,
    )


def make_same(person: Person) -> Person:
    """Return the person as the database has them now."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.django_db
def test_an_individuals_website_is_theirs_and_an_organisations_everybodys() -> None:
    alone, site = (
        make_organisation("Ada Lovelåce", type="individual", website="https://ada.example.org/"),
        "https://a.example.org/",
    )
    assert (website_of(alone, ANYONE), website_of(alone, MEMBER)) == ("", "")
    assert website_of(alone, FACILITATOR) == "https://ada.example.org/"
    assert [website_of(make_organisation(website=site), viewer) for viewer in (ANYONE, MEMBER)] == [site] * 2
    assert [(website_of(None, viewer), organisation_name(None, viewer)) for viewer in (ANYONE, FACILITATOR)] == [
        ("", "")
    ] * 2
    assert organisation_label(None, ANYONE) == "Participant without an organisation"


WORDS = st.tuples(st.sampled_from(PERSON_FIELDS), st.sampled_from([None, *Audience.values]))
# Who sees a field without a word about it, or with it: a table beside the rule.
SEEN_BY = {
    None: {"owner", "facilitator"},
    "only_me": {"owner"},
    "connections": {"owner"},
    "facilitators": {"owner", "facilitator"},
    "members": {"owner", "facilitator", "member"},
    "public": {"owner", "facilitator", "member", "anyone"},
}


def _say(person: Person, field: str, audience: str | None, *, turn: int) -> None:
    """Give consent, or withdraw it for None; an earlier word about the field ends."""
    at = timezone.now() + timedelta(seconds=turn)
    person.consents.filter(field=field, withdrawn_at=None).update(withdrawn_at=at)
    if audience is not None:
        words = {"audience": audience, "wording": "1", "source": "claim", "given_at": at}
        Consent.objects.create(person=person, field=field, **words)


@pytest.mark.medium
@pytest.mark.django_db
@settings(max_examples=50)
@given(st.lists(WORDS, max_size=8))
def test_the_last_word_about_each_field_counts_for_each_viewer(words: list[tuple[str, str | None]]) -> None:
    with transaction.atomic():
        user = make_user("ada@example.org")
        ada = make_person("Ada", user=user, phone="+254 700 000 000", position="Head")
        viewers = {"owner": Viewer(user_id=user.pk, role=Role.MEMBER), "anyone": ANYONE}
        viewers |= {
            "member": Viewer(user_id=user.pk + 1, role=Role.MEMBER),
            "facilitator": Viewer(user_id=user.pk + 2, role=Role.FACILITATOR),
        }
        for turn, (field, audience) in enumerate(words):
            _say(ada, field, audience, turn=turn)
        last = dict(words)
        for who, viewer in viewers.items():
            card = contact_card(make_same(ada), viewer)
            seen = {field for field in PERSON_FIELDS if getattr(card, field)}
            assert seen == {field for field in PERSON_FIELDS if who in SEEN_BY[last.get(field)]}
            assert card.is_hidden == (not seen)
        assert agreed_to_be_named([ada]) == ({ada.key} if last.get("name") == "public" else set())
        spoke = {audience for field, audience in words if field == "name"} - {None}
        assert with_name_consent_history([ada]) == ({ada.key} if spoke else set())
        transaction.set_rollback(True)
