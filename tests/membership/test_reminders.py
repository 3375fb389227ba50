"""Reminders: at most two, to whoever has not answered, at the pace of their round, and never after somebody said no."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skillsnet.core.errors import Invalid
from skillsnet.facets.filters import Filters
from skillsnet.membership.actions import (
    claim,
    decline,
    follow_mails,
    make_campaign,
    move_campaign,
    resend,
    revoke,
    send_waves,
    stop_campaign_reminders,
    stop_mails,
)
from skillsnet.membership.enums import CampaignState
from skillsnet.membership.mail_texts import default_text, filled_in
from skillsnet.membership.models import Campaign, Invitation
from skillsnet.membership.rules import why_not_remind
from skillsnet.membership.tokens import token_of
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person
from tests.factories import make_invitation, make_person, make_round
from tests.outbox.server import MailServer, serving, setting_of

pytestmark = pytest.mark.django_db
SITE = "https://network.example.org"
SERVER = {"host": "127.0.0.1", "port": 1, "user": "", "password": "", "use_tls": False, "use_ssl": False}


@pytest.fixture
def campaign(settings: Any) -> Campaign:
    """A round that is all sent, with reminders after 7 and 14 days."""
    settings.MAIL_SERVER = SERVER
    return make_round(
        state="finished", pace_an_hour=600, wave_at=timezone.now(), first_reminder_days=7, second_reminder_days=14
    )


def _sent(campaign: Campaign, *, days_ago: float, **values: Any) -> Invitation:
    """Return an invitation of the round whose mail went out so many days ago."""
    invitation = make_invitation(make_person(f"Ada {Person.objects.count()}"))
    sent_at = timezone.now() - timedelta(days=days_ago)
    Invitation.objects.filter(pk=invitation.pk).update(
        campaign=campaign, state="sent", mail=None, sent_at=sent_at, expires_at=sent_at + timedelta(days=30), **values
    )
    MailMessage.objects.all().delete()
    invitation.refresh_from_db()
    return invitation


def _wave(campaign: Campaign) -> int:
    """Send a wave, ten minutes after the one before."""
    Campaign.objects.filter(pk=campaign.pk).update(wave_at=timezone.now() - timedelta(minutes=10))
    return send_waves()


def _deliver() -> None:
    """Let the mail server take what waits."""
    MailMessage.objects.filter(state="queued").update(state="sent", sent_at=timezone.now())
    follow_mails()


def _days_pass(invitation: Invitation, days: int) -> None:
    invitation.refresh_from_db()
    span = timedelta(days=days)
    for name in ("sent_at", "reminded_at", "expires_at"):
        value = getattr(invitation, name)
        Invitation.objects.filter(pk=invitation.pk).update(**{name: value and value - span})


@pytest.mark.medium
def test_who_does_not_answer_is_reminded_twice_and_then_left_alone(campaign: Campaign) -> None:
    invitation = _sent(campaign, days_ago=6.9)
    sent = []
    for _day in range(30):
        sent.append(_wave(campaign))
        _deliver()
        _days_pass(invitation, 1)
    assert [day for day, count in enumerate(sent) if count] == [1, 8]
    invitation.refresh_from_db()
    assert (invitation.reminders, MailMessage.objects.count()) == (2, 2)


def test_a_reminder_says_the_same_link_and_until_when_it_works(campaign: Campaign, settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = _sent(campaign, days_ago=8)
        assert _wave(campaign) == 1
        deliver_due.func()
    assert follow_mails() == 1
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reminders, invitation.reminder_mail) == ("sent", 1, None)
    payload = server.arrived[0].get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert f"{SITE}/claim/{token_of(invitation.nonce)}/" in payload.decode()
    assert invitation.expires_at is not None
    assert str(timezone.localtime(invitation.expires_at).year) in payload.decode()
    assert MailMessage.objects.get().body == ""


@pytest.mark.parametrize("what", ["claimed", "declined", "revoked", "bounced", "expired", "stopped", "other address"])
def test_nobody_else_is_reminded(campaign: Campaign, what: str) -> None:
    invitation = _sent(campaign, days_ago=8)
    if what == "claimed":
        claim(invitation.token_digest, by=None)
    elif what == "declined":
        decline(invitation.token_digest, reason=SuppressionReason.NOT_ME)
    elif what == "revoked":
        revoke(invitation.pk, by=None)
    elif what == "bounced":
        Invitation.objects.filter(pk=invitation.pk).update(state="bounced", failure="refused")
    elif what == "expired":
        _days_pass(invitation, 23)
    elif what == "stopped":
        stop_mails(invitation)
    else:
        Person.objects.filter(pk=invitation.person_id).update(email="other@example.org")
    assert (_wave(campaign), MailMessage.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", ["paused", "halted", "draft"])
def test_a_round_that_stands_still_reminds_nobody(campaign: Campaign, state: str) -> None:
    _sent(campaign, days_ago=8)
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    assert _wave(campaign) == 0


def test_without_days_or_a_mail_server_nobody_is_reminded(campaign: Campaign, settings: Any) -> None:
    _sent(campaign, days_ago=20)
    settings.MAIL_SERVER = None
    assert _wave(campaign) == 0
    settings.MAIL_SERVER = SERVER
    stop_campaign_reminders(campaign.pk, by=None)
    assert _wave(campaign) == 0


def test_both_reminders_never_come_at_once(campaign: Campaign) -> None:
    invitation = _sent(campaign, days_ago=20)
    assert _wave(campaign) == 1
    assert _wave(campaign) == 0
    _deliver()
    assert _wave(campaign) == 0
    _days_pass(invitation, 6)
    assert _wave(campaign) == 0
    _days_pass(invitation, 1)
    assert _wave(campaign) == 1


def test_reminders_and_invitations_share_the_pace_and_reminders_go_first(campaign: Campaign) -> None:
    _sent(campaign, days_ago=8)
    _sent(campaign, days_ago=8)
    for _number in range(3):
        draft = make_invitation()
        Invitation.objects.filter(pk=draft.pk).update(campaign=campaign, state="draft", mail=None)
    MailMessage.objects.all().delete()
    Campaign.objects.filter(pk=campaign.pk).update(state="sending", pace_an_hour=18)
    assert _wave(campaign) == 3
    assert Invitation.objects.filter(reminder_mail__isnull=False).count() == 2
    assert Invitation.objects.filter(state="queued").count() == 1


def test_a_refused_reminder_is_a_bounce_and_one_that_failed_otherwise_is_the_last(campaign: Campaign) -> None:
    refused, unreachable = _sent(campaign, days_ago=8), _sent(campaign, days_ago=8)
    assert _wave(campaign) == 2
    for invitation, failure in ((refused, "refused"), (unreachable, "unreachable")):
        invitation.refresh_from_db()
        MailMessage.objects.filter(pk=invitation.reminder_mail_id).update(state="failed", failure=failure)
    assert follow_mails() == 1
    refused.refresh_from_db()
    unreachable.refresh_from_db()
    assert (refused.state, refused.failure, unreachable.state, unreachable.reminders) == (
        "bounced",
        "refused",
        "sent",
        0,
    )
    _days_pass(unreachable, 14)
    assert _wave(campaign) == 0


def test_whoever_stops_reminders_keeps_the_link_and_gets_none_from_a_later_round(
    campaign: Campaign, settings: Any
) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        invitation = _sent(campaign, days_ago=8)
        _wave(campaign)
        deliver_due.func()
        follow_mails()
        message = server.arrived[0]
    address = str(message["List-Unsubscribe"]).replace("\r\n ", "").strip("<> ").removeprefix(SITE)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(address).status_code == 200
    invitation.refresh_from_db()
    assert invitation.reminders_stopped_at is None
    assert browser.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert browser.post(f"{address[:-2]}x/").status_code == 404
    invitation.refresh_from_db()
    assert (invitation.state, invitation.reminders_stopped_at is not None) == ("sent", True)
    settings.MAIL_SERVER = SERVER
    Invitation.objects.filter(pk=invitation.pk).update(state="expired")
    other = Campaign.objects.create(
        title="Later", texts={}, pace_an_hour=600, state="finished", site=SITE, first_reminder_days=7
    )
    again = make_invitation(Person.objects.get())
    sent_at = timezone.now() - timedelta(days=8)
    Invitation.objects.filter(pk=again.pk).update(campaign=other, state="sent", mail=None, sent_at=sent_at)
    assert _wave(other) == 0
    claim(again.token_digest, by=None)


def test_the_stop_of_reminders_does_not_stop_invitations_and_the_other_way_round(campaign: Campaign) -> None:
    from skillsnet.membership.tokens import reminder_stop_signature, stop_signature

    invitation = _sent(campaign, days_ago=8)
    browser = Client()
    assert browser.post(reverse("claim_stop", args=[reminder_stop_signature(invitation)])).status_code == 404
    assert browser.post(reverse("claim_stop_reminders", args=[stop_signature(invitation)])).status_code == 404


def test_a_reminder_in_the_outbox_is_not_sent_after_it_was_stopped(campaign: Campaign, settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        stopped, revoked, resent = (_sent(campaign, days_ago=8) for _number in range(3))
        assert _wave(campaign) == 3
        Invitation.objects.filter(pk=stopped.pk).update(reminders_stopped_at=timezone.now())
        revoke(revoked.pk, by=None)
        resend(resent.pk, by=None)
        deliver_due.func()
    assert [message["Subject"] is not None and "Reminder" in str(message["Subject"]) for message in server.arrived] == [
        False
    ]


def test_the_days_are_set_on_the_round_and_a_wrong_order_is_refused(
    facilitator_client: Client, campaign: Campaign
) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(state="paused")
    address = reverse("campaign_edit", args=[campaign.pk])
    form = facilitator_client.get(address).context["form"]
    filled = {bound.name: bound.value() or "" for bound in form}
    assert (filled["first_reminder_days"], filled["second_reminder_days"]) == (7, 14)
    for first, second, sentence in (("9", "9", "more than 9 days"), ("", "9", "first reminder too")):
        values = {**filled, "first_reminder_days": first, "second_reminder_days": second}
        answer = facilitator_client.post(address, values)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    facilitator_client.post(address, {**filled, "first_reminder_days": "10", "second_reminder_days": ""})
    campaign.refresh_from_db()
    assert campaign.reminder_days == (10,)


@pytest.mark.parametrize(
    ("days", "is_refused"), [((), False), ((7,), False), ((7, 14), False), ((0,), True), ((29,), True), ((14, 7), True)]
)
def test_days_that_cannot_be_kept_are_refused(days: tuple[int, ...], is_refused: bool) -> None:
    assert bool(why_not_remind(days)) == is_refused


def test_the_database_keeps_two_reminders_in_their_order(campaign: Campaign) -> None:
    invitation = _sent(campaign, days_ago=8)
    for row, values in (
        (Campaign.objects.filter(pk=campaign.pk), {"second_reminder_days": 7}),
        (Campaign.objects.filter(pk=campaign.pk), {"first_reminder_days": None}),
        (Invitation.objects.filter(pk=invitation.pk), {"reminders": 3}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(**values)


def test_a_round_that_cannot_keep_its_days_is_not_made(campaign: Campaign) -> None:
    texts = {"en": default_text("en")}
    with pytest.raises(Invalid, match="second reminder"):
        make_campaign(
            title="A", texts=texts, pace_an_hour=5, filters=Filters(), site=SITE, by=None, reminder_days=(9, 3)
        )


def test_facilitators_see_who_was_reminded_and_stop_the_rest(facilitator_client: Client, campaign: Campaign) -> None:
    at = timezone.now()
    _sent(campaign, days_ago=8, reminders=1, reminded_at=at)
    _sent(campaign, days_ago=15, reminders=2, reminded_at=at, reminders_stopped_at=at)
    page = facilitator_client.get(reverse("invitations")).content.decode()
    assert ("Reminded 1 time, on" in page, "Reminded 2 times, last on" in page) == (True, True)
    assert page.count("Wants no more reminders.") == 1
    page = facilitator_client.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert ("after 7 and after 14 days" in page, "Reminder: your profile in" in page) == (True, True)
    facilitator_client.post(reverse("campaign_stop_reminders", args=[campaign.pk]))
    page = facilitator_client.get(reverse("campaign", args=[campaign.pk])).content.decode()
    assert ("Nobody is reminded." in page, "Reminder: your profile in" in page) == (True, False)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_the_text_of_a_reminder_is_filled_in(language: str) -> None:
    names = ("name", "project", "link", "network", "until")
    text = default_text(language, "reminder")
    whole = filled_in(f"{text.subject}\n{text.body}", {name: f"«{name}»" for name in names})
    assert ("{" in whole, [name for name in names if f"«{name}»" not in whole]) == (False, [])


def test_looking_for_who_is_due_takes_as_many_queries_for_any_number(campaign: Campaign) -> None:
    counts = []
    for _turn in range(2):
        _sent(campaign, days_ago=1)
        with CaptureQueriesContext(connection) as captured:
            assert _wave(campaign) == 0
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_round_moves_on_while_somebody_is_reminded(campaign: Campaign) -> None:
    Campaign.objects.filter(pk=campaign.pk).update(state="paused")
    _sent(campaign, days_ago=8)
    move_campaign(campaign.pk, to=CampaignState.SENDING, by=None)
    assert _wave(campaign) == 1
    campaign.refresh_from_db()
    assert campaign.state == "finished"
