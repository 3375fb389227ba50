"""Imported people are told within a month, or the start page says who was not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.membership.actions import claim, mark_unreachable
from skillsnet.membership.models import Invitation
from skillsnet.membership.queries.untold import TELL_WITHIN, overdue_people
from skillsnet.participants.models import Person
from tests.factories import make_handed_over, make_invitation, make_person, make_project, make_round

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"


def _contact(**fields: str) -> Person:
    person = make_person(**fields)
    make_project(contact=person)
    return person


def _counted(*, days: int = TELL_WITHIN.days + 1) -> tuple[int, int]:
    people = overdue_people(timezone.now() + timedelta(days=days))
    return people.by_mail, people.by_hand


def test_only_contacts_that_came_in_a_month_ago_and_were_told_nothing_are_overdue() -> None:
    _contact()
    _contact(email="")
    make_person("Named in a text only")
    removed = _contact()
    Person.objects.filter(pk=removed.pk).update(is_removed=True)
    assert (_counted(days=TELL_WITHIN.days - 1), _counted()) == ((0, 0), (1, 1))


def test_an_invitation_tells_once_it_was_sent_or_handed_over() -> None:
    queued, sent, claimed, drafted, returned = (_contact() for _ in range(5))
    make_invitation(queued)
    Invitation.objects.filter(pk=make_invitation(sent).pk).update(state="sent", sent_at=timezone.now())
    claim(make_invitation(claimed).token_digest, by=None)
    Invitation.objects.filter(pk=make_invitation(drafted).pk).update(state="draft", campaign=make_round())
    mark_unreachable(returned, site=SITE, by=None)
    make_handed_over(_contact(email=""))
    # Neither the one that waits nor the draft tells anybody, and whose mails come back is told by hand.
    assert _counted() == (2, 1)


@pytest.mark.medium
def test_facilitators_read_it_where_their_work_waits_and_come_to_the_page_for_it(facilitator_client: Client) -> None:
    for fields in ({}, {}, {"email": ""}):
        _contact(**fields)
    page = facilitator_client.get(reverse("facilitate")).content.decode()
    assert "not been told" not in page
    Person.objects.update(created_at=timezone.now() - TELL_WITHIN - timedelta(days=1))
    with CaptureQueriesContext(connection) as few:
        page = facilitator_client.get(reverse("facilitate")).content.decode()
    assert "2 contact persons were imported more than 30 days ago and have not been told." in page
    assert "1 contact person was imported more than 30 days ago and has not been told." in page
    assert {reverse("campaign_new") in page, reverse("hand_over_sheet") in page} == {True}
    for _ in range(5):
        _contact()
    Person.objects.update(created_at=timezone.now() - TELL_WITHIN - timedelta(days=1))
    with CaptureQueriesContext(connection) as many:
        facilitator_client.get(reverse("facilitate"))
    assert len(many) == len(few)
