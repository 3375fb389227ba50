"""When a mail is tried again and when it is given up, for any answer at any time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.outbox import leases
from skillsnet.outbox.actions import Letter, draft_letters, drop_drafts, post, send_drafts
from skillsnet.outbox.delivery import ACCEPTED, Answer
from skillsnet.outbox.enums import NEXT, Failure, MailState
from skillsnet.outbox.leases import GIVE_UP_AFTER, LONGEST_WAIT, due_mails, give_back, take_next
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import MOST_AT_ONCE, deliver_due, send_due
from tests.outbox.server import MailServer, serving, setting_of

pytestmark = pytest.mark.django_db
# Answers that a repeat would get again.
REFUSALS = (Failure.REFUSED, Failure.UNWRITABLE, Failure.TOO_LATE)
ANSWERS = st.sampled_from([ACCEPTED, *(Answer(failure) for failure in Failure)])
SERVER = {"host": "127.0.0.1", "port": 9, "user": "", "password": "", "use_tls": False, "use_ssl": False}


def _queued(to: str = "ada@example.org", **fields: Any) -> MailMessage:
    now = timezone.now()
    letter = {"subject": "Hello", "body": "Hello.", "state": "queued", "queued_at": now, "next_try_at": now}
    return MailMessage.objects.create(to=to, **{**letter, **fields})


@pytest.mark.medium
@settings(deadline=None, max_examples=60)
@given(ANSWERS, st.integers(0, 30), st.integers(0, 30 * 60), st.none() | st.integers(1, 30 * 60))
def test_an_answer_ends_a_mail_or_puts_it_off_to_a_time_at_which_it_is_still_of_use(
    answer: Answer, tries: int, age_min: int, good_min: int | None
) -> None:
    with transaction.atomic():
        now = timezone.now()
        good_until = now + timedelta(minutes=good_min) if good_min else None
        _queued(tries=tries, queued_at=now - timedelta(minutes=age_min), good_until=good_until)
        mail = take_next()
        assert mail is not None
        assert give_back(mail, answer)
        mail.refresh_from_db()
        assert (mail.lease_until, MailState(mail.state) in NEXT[MailState.SENDING]) == (None, True)
        assert (mail.state == "sent") == (answer.failure is None) == (mail.sent_at is not None)
        if answer.failure in REFUSALS:
            assert mail.state == "failed"
        if mail.state == "queued":
            assert mail.next_try_at is not None
            assert now < mail.next_try_at <= now + LONGEST_WAIT + timedelta(minutes=1)
            assert mail.next_try_at <= min(mail.queued_at + GIVE_UP_AFTER, good_until or mail.next_try_at)
            assert not due_mails(timezone.now()).exists()
        transaction.set_rollback(True)


def test_a_refused_mail_is_not_tried_again_and_holds_no_later_one_up(settings: Any) -> None:
    with serving(MailServer(lambda address: ("rcpt", "550 5.1.1 No such user"))) as server:
        settings.MAIL_SERVER = setting_of(server)
        first = _queued()
        assert deliver_due.func() == 0
        assert not due_mails(timezone.now() + GIVE_UP_AFTER).exists()
        server.whim = lambda address: ("data", "250 OK")
        second = _queued()
        assert deliver_due.func() == 1
    states = dict(MailMessage.objects.order_by("pk").values_list("pk", "state"))
    assert (states, len(server.arrived)) == ({first.pk: "failed", second.pk: "sent"}, 1)


def test_a_connection_that_drops_is_tried_later_and_a_mail_that_was_taken_comes_once(settings: Any) -> None:
    with serving(MailServer(lambda address: ("rcpt", "drop"))) as server:
        settings.MAIL_SERVER = setting_of(server)
        mail = _queued()
        assert deliver_due.func() == 0
        mail.refresh_from_db()
        assert (mail.state, mail.failure, mail.tries) == ("queued", "unreachable", 1)
        # The server takes it and cuts the connection as we say goodbye.
        server.whim = lambda address: ("quit", "250 OK")
        MailMessage.objects.update(next_try_at=timezone.now())
        assert deliver_due.func() == 1
        MailMessage.objects.exclude(next_try_at=None).update(next_try_at=timezone.now())
        assert deliver_due.func() == 0
    assert len(server.arrived) == 1


def test_a_server_that_refuses_the_platforms_login_is_not_the_mails_fault(settings: Any) -> None:
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = {**setting_of(server), "user": "zzlogin", "password": "zzsecret"}
        mail, other = _queued(), _queued("bo@example.org")
        assert deliver_due.func() == 0
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.state, mail.failure, other.tries, "zz" in mail.reply) == ("queued", "unreachable", 0, False)


def test_what_is_left_after_one_round_goes_with_the_next_by_itself(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skillsnet.outbox.tasks.MOST_AT_ONCE", 2)
    assert MOST_AT_ONCE > 2
    with serving(MailServer()) as server:
        settings.MAIL_SERVER = setting_of(server)
        for number in range(5):
            _queued(f"person{number}@example.org")
        send_due()
    assert server.receivers == [f"person{number}@example.org" for number in range(5)]


def test_a_letter_waits_for_an_earlier_one_to_its_address_and_a_code_for_none() -> None:
    later = timezone.now() + timedelta(hours=1)
    first, second = _queued(next_try_at=later), _queued("bo@example.org")
    _queued()
    code = _queued(kind="code", body="", good_until=later)
    assert list(due_mails(timezone.now())) == [code, second]
    assert [mail.pk for mail in due_mails(later)][1] == first.pk


@pytest.mark.parametrize(("server", "state"), [(SERVER, "queued"), (None, "kept")])
def test_drafts_are_sent_together_once_and_new_ones_take_their_place(
    settings: Any, server: dict[str, Any] | None, state: str
) -> None:
    settings.MAIL_SERVER = server
    letters = [Letter(f"{name}@example.org", "Hello", "Hello.") for name in ("ada", "bo")]
    post(letters[0])
    assert draft_letters("notice-1", letters) == draft_letters("notice-1", letters) == 2
    draft_letters("notice-2", letters[:1])
    assert not due_mails(timezone.now()).filter(batch__startswith="notice").exists()
    assert (send_drafts("notice-1"), send_drafts("notice-1"), drop_drafts("notice-1"), drop_drafts("notice-2")) == (
        *(2, 0, 0),
        1,
    )
    rows = MailMessage.objects.order_by("pk").values_list("batch", "state")
    assert list(rows) == [("", state), ("notice-1", state), ("notice-1", state)]


def test_the_lease_outlasts_every_word_of_one_delivery() -> None:
    from skillsnet.outbox.delivery import CONTENT_TIMEOUT_SECONDS, TIMEOUT_SECONDS

    # Greeting, EHLO, STARTTLS, EHLO, AUTH in two steps, MAIL, RCPT: eight answers; DATA, the message, QUIT: three more.
    assert timedelta(seconds=8 * TIMEOUT_SECONDS + 3 * CONTENT_TIMEOUT_SECONDS) <= leases.LEASE
