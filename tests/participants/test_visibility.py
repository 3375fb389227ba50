"""Who sees what of a person."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Consent, Person
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
        (Audience.FACILITATORS, {"owner", "facilitator"}),
        (Audience.MEMBERS, {"owner", "facilitator", "member"}),
        (Audience.PUBLIC, {"owner", "facilitator", "member", "anyone"}),
    ],
)
def test_each_audience_sees_its_fields_and_no_more(audience: str, seen_by: set[str]) -> None:
    viewers = {"owner": OWNER, "member": MEMBER, "facilitator": FACILITATOR, "anyone": ANYONE}
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
