"""Whose turn it is: one delivery at a time has a message, in order, and only for so long."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from skillsnet.db.jobs import Lease, LeaseLost
from skillsnet.outbox.delivery import Answer
from skillsnet.outbox.enums import UNDER_WAY, Failure, MailKind, MailState
from skillsnet.outbox.models import MailMessage

# Longer than every word of one delivery together may take; after it the delivery counts as dead and is taken up.
LEASE = timedelta(minutes=8)
# After the first refusal, then twice as long each time, and at most so long.
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(days=1)
MOST_DOUBLINGS = 10
# Whoever waits for one is better served by two of them than by none; anything else is sent once at most.
REPEATABLE = (MailKind.CODE,)
# Trying again would be answered alike.
FINAL = (Failure.REFUSED, Failure.UNWRITABLE, Failure.TOO_LATE)


def due_mails(now: datetime) -> QuerySet[MailMessage]:
    """Return what is to be sent now: codes first, then in the order of writing.

    No letter overtakes an earlier one to the same address, however long that one is put off; a code does.
    """
    earlier = MailMessage.objects.filter(
        ~Q(kind=MailKind.CODE), to=OuterRef("to"), pk__lt=OuterRef("pk"), state__in=UNDER_WAY
    )
    is_due = Q(state=MailState.QUEUED, next_try_at__lte=now) | Q(state=MailState.SENDING, lease_until__lte=now)
    return (
        MailMessage.objects.filter(is_due)
        .filter(Q(kind=MailKind.CODE) | ~Exists(earlier))
        .order_by(Case(When(kind=MailKind.CODE, then=Value(0)), default=Value(1), output_field=IntegerField()), "pk")
    )


@transaction.atomic
def take_next() -> MailMessage | None:
    """Take the message whose turn it is for this delivery alone, or return nothing when none is due.

    What the server may have from a delivery that died is not sent again by itself: it fails, saying so.
    """
    now = timezone.now()
    can_skip = connection.features.has_select_for_update_skip_locked
    due = due_mails(now).select_for_update(skip_locked=can_skip)
    mail = due.first()
    while mail is not None and _may_have_arrived(mail):
        _end_lease(mail, MailState.FAILED, failure=Failure.UNCERTAIN, reply="")
        mail = due.first()
    if mail is None:
        return None
    mail.state, mail.lease_until, mail.tries = MailState.SENDING, now + LEASE, mail.tries + 1
    mail.answer_awaited_since = None
    mail.save(update_fields=["state", "lease_until", "tries", "answer_awaited_since"])
    return mail


def _may_have_arrived(mail: MailMessage) -> bool:
    is_left_over = mail.state == MailState.SENDING and mail.answer_awaited_since is not None
    return is_left_over and mail.kind not in REPEATABLE


def note_content(mail: MailMessage) -> None:
    """Note that the server is about to be given a message; `LeaseLost` where another delivery has it by now."""
    mail.answer_awaited_since = timezone.now()
    _lease_of(mail).write(answer_awaited_since=mail.answer_awaited_since)


def give_back(mail: MailMessage, answer: Answer) -> bool:
    """Write what came of a delivery, and return whether it was still this one's to write."""
    now = timezone.now()
    if answer.failure is None:
        return _end_lease(mail, MailState.SENT, sent_at=now, failure="", reply="")
    next_try_at = now + wait_after(mail.tries)
    is_final = answer.failure in FINAL or (answer.failure == Failure.UNCERTAIN and mail.kind not in REPEATABLE)
    if is_final or next_try_at > last_try_at(mail):
        return _end_lease(mail, MailState.FAILED, failure=answer.failure, reply=answer.reply)
    return _end_lease(mail, MailState.QUEUED, next_try_at=next_try_at, failure=answer.failure, reply=answer.reply)


def wait_after(tries: int) -> timedelta:
    """Return how long a message waits after so many deliveries that did not succeed."""
    return min(FIRST_WAIT * 2 ** min(max(tries - 1, 0), MOST_DOUBLINGS), LONGEST_WAIT)


def last_try_at(mail: MailMessage) -> datetime:
    """Return until when a message that is put off is tried again."""
    give_up_at = (mail.queued_at or mail.created_at) + GIVE_UP_AFTER
    return min(give_up_at, mail.good_until) if mail.good_until else give_up_at


def _end_lease(mail: MailMessage, state: MailState, **fields: object) -> bool:
    """Write the outcome and return True, unless another delivery has taken the message since."""
    try:
        _lease_of(mail).write(state=state, lease_until=None, answer_awaited_since=None, **fields)
    except LeaseLost:
        return False
    return True


def _lease_of(mail: MailMessage) -> Lease[MailMessage]:
    return Lease(MailMessage, mail.pk, {"state": MailState.SENDING, "lease_until": mail.lease_until})
