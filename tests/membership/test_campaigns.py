"""Rounds of invitations: whom they go to, the mail, and sending in waves that stop by themselves."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.core.errors import Invalid
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import (
    change_campaign,
    claim,
    decline,
    delete_campaign,
    follow_mails,
    make_campaign,
    move_campaign,
    send_waves,
)
from skillsnet.membership.actions.campaigns import due
from skillsnet.membership.enums import NEXT_OF_CAMPAIGN, CampaignState
from skillsnet.membership.mail_texts import MailText, default_text
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.membership.queries.recipients import find_recipients
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person
from tests.factories import make_invitation, make_person, make_project
from tests.outbox.server import MailServer, serving, setting_of

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"
TEXTS = {language: default_text(language) for language in ("en", "fr", "es", "ar")}
SERVER = {"host": "127.0.0.1", "port": 1, "user": "", "password": "", "use_tls": False, "use_ssl": False}


def _contacts(count: int, **fields: Any) -> list[Person]:
    people = [make_person(f"Person {number}") for number in range(count)]
    for person in people:
        make_project(contact=person, **fields)
    return people


def _campaign(**values: Any) -> Campaign:
    values = {"title": "First", "texts": TEXTS, "pace_an_hour": 60, "filters": Filters(), "site": SITE, **values}
    return make_campaign(**values, by=None)


def _started(count: int, settings: Any, **values: Any) -> Campaign:
    settings.MAIL_SERVER = settings.MAIL_SERVER or SERVER
    _contacts(count)
    return move_campaign(_campaign(**values).pk, to=CampaignState.SENDING, by=None)


def _after(campaign: Campaign, **span: float) -> None:
    """Let time pass for the pace of a round."""
    campaign.refresh_from_db()
    assert campaign.wave_at is not None
    Campaign.objects.filter(pk=campaign.pk).update(wave_at=campaign.wave_at - timedelta(**span))


def test_every_state_of_a_round_has_its_place() -> None:
    assert set(NEXT_OF_CAMPAIGN) == set(CampaignState)
    assert set().union(*NEXT_OF_CAMPAIGN.values()) == set(CampaignState) - {CampaignState.DRAFT}


@pytest.mark.medium
def test_who_cannot_be_invited_is_counted_by_the_reason() -> None:
    ada, bo, cy, dee, eve, fay, gus = _contacts(7)
    make_project(contact=None)
    claim(make_invitation(ada).token_digest, by=None)
    Person.objects.filter(pk=bo.pk).update(email="")
    make_invitation(cy)
    decline(make_invitation(dee).token_digest, reason=SuppressionReason.NOT_ME)
    make_invitation(eve)
    Invitation.objects.filter(person=eve).update(state="bounced", failure="refused")
    Person.objects.filter(pk=gus.pk).update(email=fay.email)
    found = find_recipients(Filters())
    assert [recipient.person_id for recipient in found.people] == [fay.pk]
    assert (found.projects, found.without_person, found.members, found.without_address) == (8, 1, 1, 2)
    assert (found.invited, found.bounced, found.same_address) == (1, 1, 1)


def test_recipients_are_those_of_the_filters_in_as_many_queries_for_any_number() -> None:
    _contacts(1, country="KE")
    _contacts(1, country="PE")
    filters = Filters.from_query(QueryDict("country=PE"))
    with CaptureQueriesContext(connection) as few:
        assert len(find_recipients(filters).people) == 1
    _contacts(4, country="PE")
    with CaptureQueriesContext(connection) as many:
        assert len(find_recipients(filters).people) == 5
    assert len(few) == len(many)


@pytest.mark.medium
def test_nothing_is_sent_before_it_is_started_and_the_pace_is_kept(settings: Any) -> None:
    settings.MAIL_SERVER = SERVER
    _contacts(30)
    campaign = _campaign(pace_an_hour=120)
    assert (send_waves(), MailMessage.objects.count()) == (0, 0)
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)
    assert send_waves() == 0
    _after(campaign, minutes=2)
    assert (send_waves(), send_waves(), MailMessage.objects.count()) == (4, 0, 4)
    move_campaign(campaign.pk, to=CampaignState.PAUSED, by=None)
    _after(campaign, minutes=2)
    assert send_waves() == 0
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)
    _after(campaign, hours=5)
    assert send_waves() == 20
    _after(campaign, minutes=10)
    assert send_waves() == 6
    campaign.refresh_from_db()
    assert campaign.state == "finished"


@pytest.mark.parametrize(
    ("pace", "minutes", "count"), [(60, 1, 1), (60, 0.5, 0), (6, 10, 1), (1, 60, 1), (1, 300, 1), (600, 60, 100)]
)
def test_the_pace_allows_so_many(pace: int, minutes: float, count: int) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    allowed, until = due(now - timedelta(minutes=minutes), now, pace_an_hour=pace)
    assert allowed == count
    assert until <= now


@pytest.mark.medium
def test_nothing_of_a_mail_is_lost_by_looking_often() -> None:
    wave_at = now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    total = 0
    for _second in range(3600):
        now += timedelta(seconds=1)
        count, wave_at = due(wave_at, now, pace_an_hour=50)
        total += count
    assert total in (49, 50)


def test_each_gets_the_mail_of_their_language_as_the_round_has_it(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        for language, name in (("fr", "Ada"), ("de", "Bo")):
            make_project(contact=make_person(name), language=language)
        texts = {**TEXTS, "fr": MailText("Salut {name}", "Pour {network} : {link}")}
        campaign = move_campaign(_campaign(texts=texts).pk, to=CampaignState.SENDING, by=None)
        _after(campaign, minutes=5)
        assert send_waves() == 2
        deliver_due.func()
    subjects = [str(message["Subject"]).replace("\r\n", "").strip() for message in server.arrived]
    assert subjects[0] == "Salut Ada"
    assert "Your_project" in subjects[1]
    payload = server.arrived[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().startswith("Pour Skills Innovation Network : https://network.example.org/claim/")
    assert follow_mails() == 2


@pytest.mark.medium
def test_it_stops_by_itself_when_too_many_come_back_and_judges_only_later_ones_then(settings: Any) -> None:
    campaign = _started(60, settings, pace_an_hour=600)
    _after(campaign, minutes=2)
    assert send_waves() == 20
    sent = list(Invitation.objects.filter(state="queued").order_by("pk").values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=sent).update(state="sent")
    Invitation.objects.filter(pk__in=sent[:1]).update(state="bounced", failure="refused")
    _after(campaign, seconds=6)
    assert send_waves() == 1
    Invitation.objects.filter(pk__in=sent[:2]).update(state="bounced", failure="refused")
    _after(campaign, seconds=6)
    assert send_waves() == 0
    campaign.refresh_from_db()
    assert campaign.state == "halted"
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)
    _after(campaign, seconds=6)
    assert send_waves() == 1


@pytest.mark.medium
def test_what_comes_back_for_other_reasons_stops_nothing(settings: Any) -> None:
    campaign = _started(40, settings, pace_an_hour=600)
    _after(campaign, minutes=2)
    assert send_waves() == 20
    Invitation.objects.filter(state="queued").update(state="bounced", failure="unreachable")
    _after(campaign, minutes=1)
    assert send_waves() == 10


def test_who_cannot_be_invited_any_more_is_left_out_when_their_turn_comes(settings: Any) -> None:
    campaign = _started(3, settings)
    first, second, third = Person.objects.order_by("pk")
    Person.objects.filter(pk=first.pk).update(claimed_at=timezone.now())
    Person.objects.filter(pk=second.pk).update(email="other@example.org")
    _after(campaign, minutes=5)
    assert send_waves() == 1
    states = dict(Invitation.objects.order_by("pk").values_list("person_id", "state"))
    assert states == {first.pk: "revoked", second.pk: "revoked", third.pk: "queued"}


def test_without_a_mail_server_a_round_is_not_started(settings: Any) -> None:
    settings.MAIL_SERVER = None
    _contacts(1)
    with pytest.raises(Invalid, match="SKILLSNET_MAIL"):
        move_campaign(_campaign().pk, to=CampaignState.SENDING, by=None)


def test_the_mail_is_changed_while_nothing_is_on_its_way(settings: Any) -> None:
    campaign = _started(2, settings)
    values: dict[str, Any] = {"title": "Other", "texts": TEXTS, "pace_an_hour": 5, "by": None}
    with pytest.raises(Invalid, match="Pause it"):
        change_campaign(campaign.pk, **values)
    move_campaign(campaign.pk, to=CampaignState.PAUSED, by=None)
    assert change_campaign(campaign.pk, **values).pace_an_hour == 5
    with pytest.raises(Invalid, match="never started"):
        delete_campaign(campaign.pk, by=None)


def _filled_in(browser: Client, address: str, **changes: str) -> dict[str, Any]:
    form = browser.get(address).context["form"]
    return {**{bound.name: bound.value() or "" for bound in form}, "title": "First wave", **changes}


@pytest.mark.medium
def test_a_facilitator_chooses_writes_looks_and_starts(facilitator_client: Client, settings: Any) -> None:
    settings.MAIL_SERVER = SERVER
    for language in ("en", "fr", "ar", "en"):
        make_project(contact=make_person(f"Zz{language}"), language=language, country="KE")
    _contacts(1, country="PE")
    assert reverse("campaign_new") in facilitator_client.get("/directory/?country=KE").content.decode()
    address = f"{reverse('campaign_new')}?country=KE"
    assert "4 people can be invited." in facilitator_client.get(address).content.decode()
    wrong = facilitator_client.post(address, _filled_in(facilitator_client, address, body_fr="Bonjour {nom} {link}"))
    assert wrong.status_code == 422
    assert "“{nom}” is not a placeholder." in wrong.content.decode()
    answer = facilitator_client.post(address, _filled_in(facilitator_client, address))
    campaign = Campaign.objects.get()
    assert answer["Location"] == reverse("campaign", args=[campaign.pk])
    page = facilitator_client.get(answer["Location"]).content.decode()
    # Three recipients, and the reminder.
    assert page.count('class="letter"') == 4
    assert "Votre projet" in page
    facilitator_client.post(reverse("campaign_move", args=[campaign.pk]), {"do": "start"})
    campaign.refresh_from_db()
    assert campaign.state == "sending"
    listing = facilitator_client.get(f"{reverse('invitations')}?campaign={campaign.pk}").content.decode()
    assert "Not sent yet (4)" in listing


def test_a_draft_is_deleted_with_its_invitations(facilitator_client: Client) -> None:
    _contacts(2)
    campaign = _campaign()
    facilitator_client.post(reverse("campaign_delete", args=[campaign.pk]))
    assert (Campaign.objects.count(), Invitation.objects.count()) == (0, 0)


@pytest.mark.medium
def test_members_are_not_offered_to_invite(member_client: Client) -> None:
    _contacts(1)
    assert reverse("campaign_new") not in member_client.get("/directory/").content.decode()


def test_nobody_to_invite_makes_no_round(facilitator_client: Client) -> None:
    make_project(contact=None)
    address = reverse("campaign_new")
    assert "None of these people can be invited." in facilitator_client.get(address).content.decode()
    with pytest.raises(Invalid):
        _campaign()
