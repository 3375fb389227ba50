"""Writing mails, drafting them to many, sending them again, and dropping them.

What is to go at once is sent by whoever wrote it, with `outbox.tasks.deliver_soon`; if not, by the next round.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.outbox.enums import UNDER_WAY, Failure, MailKind, MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.queries import may_go_again


@dataclass(frozen=True)
class Letter:
    """A mail to one address."""

    to: str
    subject: str
    body: str


@transaction.atomic
def draft_letters(batch: str, letters: Iterable[Letter]) -> int:
    """Keep mails as drafts that a facilitator sends together, in the place of the batch's drafts, and say how many."""
    MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).delete()
    drafts = MailMessage.objects.bulk_create(
        MailMessage(to=letter.to, subject=letter.subject[:300], body=letter.body, state=MailState.DRAFT, batch=batch)
        for letter in letters
    )
    return len(drafts)


@transaction.atomic
def send_drafts(batch: str) -> int:
    """Send a batch's drafts, or keep them where no mail server is set, and return how many; a repeat sends nothing."""
    drafts = MailMessage.objects.select_for_update().filter(batch=batch, state=MailState.DRAFT)
    ids = list(drafts.order_by("pk").values_list("pk", flat=True))
    MailMessage.objects.filter(pk__in=ids).update(**queue_fields())
    return len(ids)


def drop_drafts(batch: str) -> int:
    """Delete a batch's drafts, and return how many; what was sent stays."""
    return MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).delete()[0]


def post(letter: Letter) -> MailMessage:
    """Send one mail, or keep it where no mail server is set."""
    return MailMessage.objects.create(to=letter.to, subject=letter.subject[:300], body=letter.body, **queue_fields())


def post_code(to: str, *, subject: str, good_until: datetime) -> MailMessage:
    """Send a code, whose words are made when it is sent (settings.MAIL_WORDS) and kept nowhere."""
    return _post_without_words(MailKind.CODE, to, subject=subject, good_until=good_until)


def post_invitation(to: str, *, subject: str, good_until: datetime) -> MailMessage:
    """Send an invitation, whose words are made when it is sent (settings.MAIL_WORDS) and kept nowhere."""
    return _post_without_words(MailKind.INVITATION, to, subject=subject, good_until=good_until)


def post_check(to: str, *, subject: str, good_until: datetime) -> MailMessage:
    """Send the yearly question, whose words are made when it is sent (settings.MAIL_WORDS) and kept nowhere."""
    return _post_without_words(MailKind.CHECK, to, subject=subject, good_until=good_until)


def _post_without_words(kind: MailKind, to: str, *, subject: str, good_until: datetime) -> MailMessage:
    return MailMessage.objects.create(to=to, subject=subject[:300], kind=kind, good_until=good_until, **queue_fields())


def forget_mails_to(address: str) -> int:
    """Delete the mails to an address that nobody is sending just now; return how many."""
    return MailMessage.objects.filter(to__iexact=address).exclude(state=MailState.SENDING).delete()[0]


def hold_restored() -> int:
    """Hold back what is under way in a copy of the data, which may have gone out since; return how many."""
    mails = MailMessage.objects.filter(state__in=UNDER_WAY)
    return mails.update(
        state=MailState.FAILED, failure=Failure.RESTORED, lease_until=None, next_try_at=None, answer_awaited_since=None
    )


@transaction.atomic
def send_again(ids: Iterable[int] | None = None, *, by: int | None) -> int:
    """Send again what could not be sent, or was kept, of these mails or of all that failed; return how many."""
    again = may_go_again().select_for_update()
    again = again.filter(state=MailState.FAILED) if ids is None else again.filter(pk__in=list(ids))
    mail_ids = list(again.order_by("pk").values_list("pk", flat=True))
    if mail_ids and settings.MAIL_SERVER:
        MailMessage.objects.filter(pk__in=mail_ids).update(tries=0, failure="", reply="", **queue_fields())
        record("outbox.send_again", subject="outbox", by=by, mails=len(mail_ids))
        return len(mail_ids)
    return 0


def queue_fields() -> dict[str, object]:
    """Return the fields of a mail that is to be sent; without a mail server it is kept."""
    now = timezone.now()
    if settings.MAIL_SERVER:
        return {"state": MailState.QUEUED, "queued_at": now, "next_try_at": now}
    return {"state": MailState.KEPT}
