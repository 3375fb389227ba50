"""Drafting mails to many, sending them, and dropping them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from skillsnet.outbox.enums import MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver


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
    state = MailState.QUEUED if settings.MAIL_SERVER else MailState.KEPT
    MailMessage.objects.filter(pk__in=ids).update(state=state)
    if settings.MAIL_SERVER:
        for pk in ids:
            deliver.enqueue(message_id=pk)
    return len(ids)


def drop_drafts(batch: str) -> int:
    """Delete a batch's drafts, and return how many; what was sent stays."""
    return MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).delete()[0]
