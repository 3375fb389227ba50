"""The mail backend: every message is kept; without a mail server it stays here and is printed."""

import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from skillsnet.outbox.enums import MailState
from skillsnet.outbox.models import MailMessage
from skillsnet.outbox.tasks import deliver


class OutboxBackend(BaseEmailBackend):
    """Writes each message to the outbox and, when a mail server is set, queues it for the worker."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                self._keep(message, address)
        return len(email_messages)

    def _keep(self, message: EmailMessage, address: str) -> None:
        state = MailState.QUEUED if settings.MAIL_SERVER else MailState.KEPT
        kept = MailMessage.objects.create(
            to=address, subject=str(message.subject)[:300], body=str(message.body), state=state
        )
        if settings.MAIL_SERVER:
            deliver.enqueue(message_id=kept.pk)
        else:
            self._print(kept)

    def _print(self, kept: MailMessage) -> None:
        """Show the message in the terminal, so that the first sign-in works on a fresh machine."""
        lines = [f"--- mail to {kept.to}: {kept.subject}", *kept.body.strip().splitlines(), "---"]
        sys.stderr.write("\n".join(lines) + "\n")
