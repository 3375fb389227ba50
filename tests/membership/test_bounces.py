"""Addresses at which no mail arrives: by the mail server's word for good, or by a facilitator's."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillsnet.core.errors import Invalid
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import LinkUnusable, claim, follow_mails, mark_unreachable, resend
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.recipients import find_recipients
from skillsnet.membership.rules import is_unreachable, why_not_hand_over
from skillsnet.outbox.enums import DOUBTFUL, Failure
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from skillsnet.participants.models import Person
from tests.factories import make_invitation, make_person, make_project, make_round
from tests.outbox.server import MailServer, serving, setting_of

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"


@pytest.mark.medium
@pytest.mark.parametrize(
    ("failure", "offers"),
    [(failure, failure in (Failure.REFUSED, Failure.UNWRITABLE)) for failure in Failure if failure not in DOUBTFUL],
)
def test_only_what_is_said_of_the_address_offers_to_hand_over(
    failure: Failure, offers: bool, facilitator_client: Client
) -> None:
    invitation = make_invitation()
    MailMessage.objects.update(state="failed", failure=failure)
    follow_mails()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure) == ("bounced", failure)
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert (reverse("hand_over", args=[invitation.person_id]) in page) == offers
    person = Person.objects.get()
    assert (is_unreachable(person.email), why_not_hand_over(person) == "") == (offers, offers)


@pytest.mark.parametrize("failure", DOUBTFUL)
def test_an_invitation_that_may_have_arrived_stays_open_and_says_so(
    failure: Failure, facilitator_client: Client
) -> None:
    invitation = make_invitation()
    MailMessage.objects.update(state="failed", failure=failure, queued_at=timezone.now())
    follow_mails()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure, invitation.sent_at is not None) == ("sent", failure, True)
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert str(failure.label) in page
    assert reverse("hand_over", args=[invitation.person_id]) not in page
    claim(invitation.token_digest, by=None)
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert str(failure.label) not in page


def test_a_facilitator_marks_an_address_whose_mails_come_back(facilitator_client: Client, settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation()
        deliver_due.func()
    follow_mails()
    page = facilitator_client.get(reverse("invitations")).content.decode()
    address = reverse("address_unreachable", args=[invitation.person_id])
    assert address in page
    answer = facilitator_client.post(address)
    assert answer["Location"] == reverse("hand_over", args=[invitation.person_id])
    invitation.refresh_from_db()
    assert (invitation.state, invitation.failure) == ("bounced", "returned")
    with pytest.raises(LinkUnusable):
        claim(invitation.token_digest, by=None)
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert ("A facilitator marked this address" in page, "Hand over a code" in page) == (True, True)


def test_a_mail_in_the_outbox_is_not_sent_to_a_marked_address(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = make_invitation()
        mark_unreachable(Person.objects.get(), site=SITE, by=None)
        deliver_due.func()
    follow_mails()
    invitation.refresh_from_db()
    assert (server.arrived, invitation.failure) == ([], "returned")


def test_whoever_was_not_written_to_yet_is_marked_too_and_left_out_of_rounds(facilitator_client: Client) -> None:
    person = make_person()
    make_project(contact=person)
    page = facilitator_client.get(reverse("hand_over", args=[person.pk])).content.decode()
    assert "No mail arrives at this address" in page
    facilitator_client.post(reverse("address_unreachable", args=[person.pk]))
    assert (find_recipients(Filters()).people, find_recipients(Filters()).bounced) == ((), 1)
    Person.objects.update(email="corrected@example.org")
    assert len(find_recipients(Filters()).people) == 1


def test_a_draft_of_a_round_is_revoked_when_its_address_is_marked() -> None:
    make_invitation()
    campaign = make_round()
    Invitation.objects.update(campaign=campaign, state="draft", mail=None)
    mark_unreachable(Person.objects.get(), site=SITE, by=None)
    states = dict(Invitation.objects.order_by("pk").values_list("state", "campaign"))
    assert states == {"revoked": campaign.pk, "bounced": None}


def test_sending_again_takes_the_mark_back() -> None:
    person = make_person()
    marked = mark_unreachable(person, site=SITE, by=None)
    with pytest.raises(Invalid, match="already marked"):
        mark_unreachable(person, site=SITE, by=None)
    resend(marked.pk, by=None)
    assert not is_unreachable(person.email)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"email": ""}, "has no mail address"), ({"claimed_at": timezone.now()}, "already a member")],
)
def test_whose_address_cannot_be_marked(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        mark_unreachable(make_person("Ada", **fields), site=SITE, by=None)
    assert not Invitation.objects.exists()
