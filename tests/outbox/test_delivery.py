"""Mails reach a real server that refuses, puts off and drops connections."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from skillsnet.db.jobs import LeaseLost
from skillsnet.outbox.actions import Letter, post, send_again
from skillsnet.outbox.delivery import hand_over, message_id
from skillsnet.outbox.enums import UNDER_WAY
from skillsnet.outbox.leases import GIVE_UP_AFTER, LONGEST_WAIT, note_content, take_next, wait_after
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver_due, deliver_soon, send_due
from tests.outbox.server import TAKES, MailServer, Whim, serving, setting_of

pytestmark = pytest.mark.django_db

WHIMS: list[Whim] = [
    TAKES,
    ("rcpt", "450 4.2.0 Greylisted"),
    ("rcpt", "550 5.1.1 No such user"),
    ("rcpt", "drop"),
    ("data", "451 4.3.0 Try later"),
    ("data", "554 5.7.1 Refused"),
    ("data", "421 4.3.2 Closing"),
    ("data", "drop"),
    ("taken and dropped", "drop"),
    ("quit", "250 OK"),
]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A mail server that takes everything until it is told otherwise, set as the platform's."""
    with serving(MailServer()) as running:
        settings.MAIL_SERVER = setting_of(running)
        yield running


def _write(*addresses: str) -> list[MailMessage]:
    now = timezone.now()
    going = {"subject": "Hello", "body": "Hello.", "state": "queued", "queued_at": now, "next_try_at": now}
    return [MailMessage.objects.create(to=address, **going) for address in addresses]


def _make_due() -> None:
    MailMessage.objects.filter(state="queued").update(next_try_at=timezone.now())


def test_a_letter_that_the_server_may_have_is_not_sent_again_by_itself_and_a_code_is(server: MailServer) -> None:
    drop: Whim = ("taken and dropped", "drop")
    server.whim = lambda address: TAKES if address in server.receivers else drop
    _letter, code = _write("ada@example.org", "bo@example.org")
    MailMessage.objects.filter(pk=code.pk).update(kind="code", body="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("skillsnet.accounts.codes.mail_words", lambda mail_id: "Your code.")
        for _round in range(4):
            _make_due()
            deliver_due.func()
    assert list(MailMessage.objects.order_by("pk").values_list("state", "failure", "answer_awaited_since")) == [
        ("failed", "uncertain", None),
        ("sent", "", None),
    ]
    assert sorted(server.receivers) == ["ada@example.org", "bo@example.org", "bo@example.org"]


def test_a_delivery_that_lost_its_lease_gives_the_server_nothing(server: MailServer) -> None:
    (mail,) = _write("ada@example.org")

    slow = take_next()
    assert slow is not None
    MailMessage.objects.filter(pk=mail.pk).update(lease_until=timezone.now())
    quick = take_next()
    assert quick is not None
    with pytest.raises(LeaseLost):
        hand_over(slow, body="Hello.", before_content=lambda: note_content(slow))
    assert server.ids == []
    hand_over(quick, body="Hello.", before_content=lambda: note_content(quick))
    assert server.ids == [message_id(mail)]


@pytest.mark.slow
def test_every_mail_arrives_and_none_twice_that_the_server_acknowledged(server: MailServer) -> None:
    chance = random.Random(11)
    server.whim = lambda address: chance.choice(WHIMS)
    mails = _write(*(f"person{number % 12}@example.org" for number in range(60)))
    for _round in range(400):
        _make_due()
        deliver_due.func()
    assert not MailMessage.objects.exclude(state__in=["sent", "failed"]).exists()
    assert max(Counter(server.ids).values()) == 1
    doubtful = {message_id(mail) for mail in MailMessage.objects.filter(state="failed", failure="uncertain")}
    assert set(server.ids) - set(server.acknowledged) <= doubtful
    for _round in range(2_000):
        if not MailMessage.objects.exclude(state="sent").exists():
            break
        send_again(by=1)
        _make_due()
        deliver_due.func()
    assert set(server.ids) == {message_id(mail) for mail in mails}
    assert set(server.acknowledged) == set(server.ids)
    assert set(server.acknowledged.values()) == {1}
    # What may come twice is what arrived without the server's word reaching us; its id is the same.
    assert len(server.ids) >= len(mails)


def test_a_mail_put_off_waits_twice_as_long_each_time_and_goes_when_the_server_takes_it(server: MailServer) -> None:
    server.whim = lambda address: ("rcpt", "451 4.7.1 Try again later")
    (mail,) = _write("ada@example.org")
    waits = []
    for _try in range(4):
        _make_due()
        before = timezone.now()
        deliver_due.func()
        mail.refresh_from_db()
        assert (mail.state, mail.failure) == ("queued", "put_off")
        waits.append(round((mail.next_try_at - before).total_seconds() / 30))  # type: ignore[operator]
    assert (waits, mail.tries) == ([1, 2, 4, 8], 4)
    server.whim = lambda address: TAKES
    assert deliver_due.func() == 0
    _make_due()
    assert deliver_due.func() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.failure, mail.reply, server.receivers) == ("sent", "", "", ["ada@example.org"])


def test_after_a_day_of_being_put_off_it_is_given_up_with_its_reason(server: MailServer) -> None:
    server.whim = lambda address: ("rcpt", "451 4.7.1 Try again later")
    (mail,) = _write("ada@example.org")
    MailMessage.objects.update(queued_at=timezone.now() - GIVE_UP_AFTER + timedelta(seconds=5))
    deliver_due.func()
    mail.refresh_from_db()
    assert (mail.state, mail.failure, mail.reply) == ("failed", "put_off", "451 4.7.1 Try again later")


def test_waits_grow_and_stay_within_a_day() -> None:
    waits = [wait_after(tries) for tries in range(1, 40)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT < GIVE_UP_AFTER


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_refusal_is_kept_with_its_reason_and_without_anybodys_contact(server: MailServer, place: str) -> None:
    words = "550 5.1.1 <ada@example.org>: ask bo.other@example.net or +41 22 730 55 55, User unknown"
    server.whim = lambda address: (place, words)
    (mail,) = _write("ada@example.org")
    deliver_due.func()
    mail.refresh_from_db()
    assert (mail.state, mail.failure, mail.lease_until) == ("failed", "refused", None)
    assert mail.reply.startswith("550 5.1.1")
    assert "User unknown" in mail.reply
    assert not [part for part in ("ada", "bo.other", "730", "@") if part in mail.reply]


def test_a_server_that_is_away_loses_nothing_and_is_asked_once(settings: Any, server: MailServer) -> None:
    with serving(MailServer()) as gone:
        settings.MAIL_SERVER = setting_of(gone)
    first, second = _write("ada@example.org", "bo@example.org")
    assert deliver_due.func() == 0
    assert list(MailMessage.objects.order_by("pk").values_list("state", "failure", "tries")) == [
        ("queued", "unreachable", 1),
        ("queued", "", 0),
    ]
    settings.MAIL_SERVER = setting_of(server)
    _make_due()
    send_due()
    assert server.ids == [message_id(first), message_id(second)]


def test_letters_arrive_in_order_and_none_overtakes_one_to_the_same_address(server: MailServer) -> None:
    first, second, other = _write("ada@example.org", "ada@example.org", "bo@example.org")
    answers = iter([("rcpt", "450 4.2.0 Greylisted")])
    server.whim = lambda address: next(answers, TAKES)
    deliver_due.func()
    assert server.ids == [message_id(other)]
    _make_due()
    deliver_due.func()
    assert server.ids == [message_id(one) for one in (other, first, second)]


def test_a_lease_is_one_deliverys_and_a_dead_ones_mail_is_taken_up(server: MailServer) -> None:
    (mail,) = _write("ada@example.org")
    assert take_next() == mail
    assert take_next() is None
    assert deliver_due.func() == 0
    MailMessage.objects.update(lease_until=timezone.now())
    assert deliver_due.func() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.tries, server.ids) == ("sent", 2, [message_id(mail)])


def test_a_delivery_that_outlasted_its_lease_changes_nothing_any_more(server: MailServer) -> None:
    from skillsnet.outbox.delivery import ACCEPTED, Answer
    from skillsnet.outbox.enums import Failure
    from skillsnet.outbox.leases import give_back

    (mail,) = _write("ada@example.org")
    slow = take_next()
    assert slow is not None
    MailMessage.objects.update(lease_until=timezone.now())
    quick = take_next()
    assert quick is not None
    assert give_back(quick, ACCEPTED)
    assert not give_back(slow, Answer(Failure.REFUSED))
    mail.refresh_from_db()
    assert (mail.state, mail.failure) == ("sent", "")


def test_what_cannot_be_written_as_a_mail_holds_nobody_up(server: MailServer) -> None:
    bad, good = _write("ada\n@example.org", "bo@example.org")
    deliver_due.func()
    bad.refresh_from_db()
    assert (bad.state, bad.failure, server.ids) == ("failed", "unwritable", [message_id(good)])


def test_a_letter_posted_goes_at_once_and_a_failed_one_again_by_one_call(
    server: MailServer, django_capture_on_commit_callbacks: Any
) -> None:
    answers = iter([("rcpt", "550 5.1.1 No such user")])
    server.whim = lambda address: next(answers, TAKES)
    with django_capture_on_commit_callbacks(execute=True):
        mail = post(Letter("ada@example.org", "Hello", "Hello."))
        deliver_soon()
    mail.refresh_from_db()
    assert (mail.state, server.ids) == ("failed", [])
    with django_capture_on_commit_callbacks(execute=True):
        assert send_again([mail.pk], by=1) == 1
        deliver_soon()
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.failure) == ("sent", 1, "")
    assert send_again([mail.pk], by=1) == 0
    assert not MailMessage.objects.filter(state__in=UNDER_WAY).exists()
