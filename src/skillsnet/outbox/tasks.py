"""Sending what is due through the mail server, and letting go of what is old."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from skillsnet.db.jobs import LeaseLost
from skillsnet.outbox.delivery import Answer, hand_over
from skillsnet.outbox.enums import WITHOUT_WORDS, Failure, MailState
from skillsnet.outbox.leases import due_mails, give_back, note_content, take_next
from skillsnet.outbox.models import MailMessage

# Other work of the same worker has its turn after so many.
MOST_AT_ONCE = 50

log = logging.getLogger(__name__)


@task()
def deliver_due() -> int:
    """Send what is due, one after the other, and return how many the server took.

    Ends early when the server cannot be reached: what is left is due again with the next call.
    """
    sent_count = 0
    for _turn in range(MOST_AT_ONCE):
        mail = take_next() if settings.MAIL_SERVER else None
        if mail is None:
            return sent_count
        answer = _deliver(mail)
        sent_count += answer.failure is None
        if answer.is_general:
            return sent_count
    deliver_due.enqueue()
    return sent_count


def deliver_soon() -> None:
    """Have a worker send what was written, once that is committed; for whoever wrote a mail that is to go at once."""
    if settings.MAIL_SERVER:
        transaction.on_commit(deliver_due.enqueue)


def send_due() -> None:
    """Have a worker send what is due; for now and then, since nothing else wakes a message that was put off."""
    if settings.MAIL_SERVER and due_mails(timezone.now()).exists():
        deliver_due.enqueue()


def forget_old_mail() -> None:
    """Empty the words of what was sent long ago, and delete what is older still and not under way (RETENTION_DAYS)."""
    words_since, mails_since = (
        timezone.now() - timedelta(days=settings.RETENTION_DAYS[kind]) for kind in ("words of a mail", "mail")
    )
    sent_mails = MailMessage.objects.filter(state=MailState.SENT, sent_at__lt=words_since)
    sent_mails.exclude(body="").update(body="")
    ended_mails = MailMessage.objects.filter(state__in=[MailState.SENT, MailState.KEPT, MailState.FAILED])
    ended_mails.filter(created_at__lt=mails_since).delete()


def _deliver(mail: MailMessage) -> Answer:
    try:
        answer = _answer_for(mail)
    except LeaseLost:
        # Another delivery has begun meanwhile, and the server was given nothing by this one.
        answer = Answer(Failure.PUT_OFF)
    if not give_back(mail, answer):
        log.warning("a delivery outlasted its lease", extra={"mail": mail.pk})
    if answer.failure is not None:
        log.info("a mail was not taken", extra={"mail": mail.pk, "failure": str(answer.failure), "tries": mail.tries})
    return answer


def _answer_for(mail: MailMessage) -> Answer:
    if mail.good_until is not None and mail.good_until <= timezone.now():
        return Answer(Failure.TOO_LATE)
    words = mail.body
    if mail.kind in WITHOUT_WORDS:
        mail_words: Callable[[int], str | None] = import_string(settings.MAIL_WORDS[mail.kind])
        words = mail_words(mail.pk) or ""
    if not words:
        return Answer(Failure.TOO_LATE)
    return hand_over(mail, body=words, before_content=lambda: note_content(mail))
