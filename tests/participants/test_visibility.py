"""Who sees what of a person."""

import pytest
from django.utils import timezone

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Consent
from skillsnet.participants.visibility import Field, contact_card, organisation_label, visible
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
    field = Field(name="email", owner_id=1, audience=audience)
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
    assert organisation_label(alone, MEMBER) == "Individual applicant"
    assert organisation_label(make_organisation("Ateliers", type="ngo"), ANYONE) == "Ateliers"
