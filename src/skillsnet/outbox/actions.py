"""Writing mails, drafting them to many, sending them again, and dropping them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.outbox.enums import UNDER_WAY, Failure, MailKind, MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.queries import may_go_again
from skillsnet.outbox.tasks import deliver_due


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
    made = MailMessage.objects.bulk_create(
        MailMessage(to=one.to, subject=one.subject[:300], body=one.body, state=MailState.DRAFT, batch=batch)
        for one in letters
    )
    return len(made)


@transaction.atomic
def send_drafts(batch: str) -> int:
    """Send a batch's drafts, or keep them where no mail server is set, and return how many; a repeat sends nothing."""
    drafts = MailMessage.objects.select_for_update().filter(batch=batch, state=MailState.DRAFT)
    ids = list(drafts.order_by("pk").values_list("pk", flat=True))
    MailMessage.objects.filter(pk__in=ids).update(**told_to_go())
    deliver_soon()
    return len(ids)


def drop_drafts(batch: str) -> int:
    """Delete a batch's drafts, and return how many; what was sent stays."""
    return MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).delete()[0]


def post(letter: Letter) -> MailMessage:
    """Send one mail, or keep it where no mail server is set."""
    mail = MailMessage.objects.create(to=letter.to, subject=letter.subject[:300], body=letter.body, **told_to_go())
    deliver_soon()
    return mail


def post_code(to: str, *, subject: str, good_until: datetime) -> MailMessage:
    """Send a code, whose words are made when it is sent (settings.CODE_WORDS) and kept nowhere."""
    mail = MailMessage.objects.create(
        to=to, subject=subject[:300], kind=MailKind.CODE, good_until=good_until, **told_to_go()
    )
    deliver_soon()
    return mail


def hold_restored() -> int:
    """Hold back what is under way in a copy of the data, which may have gone out since; return how many."""
    waiting = MailMessage.objects.filter(state__in=UNDER_WAY)
    return waiting.update(state=MailState.FAILED, failure=Failure.RESTORED, lease_until=None, next_try_at=None)


@transaction.atomic
def send_again(ids: Iterable[int] | None = None, *, by: int | None) -> int:
    """Send again what could not be sent, or was kept, of these mails or of all that failed; return how many."""
    again = may_go_again().select_for_update()
    again = again.filter(state=MailState.FAILED) if ids is None else again.filter(pk__in=list(ids))
    found = list(again.order_by("pk").values_list("pk", flat=True))
    if found and settings.MAIL_SERVER:
        MailMessage.objects.filter(pk__in=found).update(tries=0, failure="", reply="", **told_to_go())
        record("outbox.send_again", subject="outbox", by=by, mails=len(found))
        deliver_soon()
        return len(found)
    return 0


def told_to_go() -> dict[str, Any]:
    """Return what a mail that is told to go has in its fields; without a mail server it stays."""
    now = timezone.now()
    if settings.MAIL_SERVER:
        return {"state": MailState.QUEUED, "queued_at": now, "next_try_at": now}
    return {"state": MailState.KEPT}


def deliver_soon() -> None:
    """Wake a worker once what was written stands."""
    if settings.MAIL_SERVER:
        transaction.on_commit(deliver_due.enqueue)
