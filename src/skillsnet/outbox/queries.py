"""Reading the outbox."""

from skillsnet.outbox.enums import MailState
from skillsnet.outbox.models import MailMessage


def draft_count(batch: str) -> int:
    """Return how many mails of a batch wait for a facilitator to send them."""
    return MailMessage.objects.filter(batch=batch, state=MailState.DRAFT).count()
