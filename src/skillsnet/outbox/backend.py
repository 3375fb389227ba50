"""The mail backend: every message is kept; without a mail server it stays here and is printed."""

import sys
from collections.abc import Sequence

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from skillsnet.outbox.actions import Letter, post
from skillsnet.outbox.tasks import deliver_soon


class OutboxBackend(BaseEmailBackend):
    """Writes each message to the outbox and, when a mail server is set, has the worker send it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            for address in message.recipients():
                letter = Letter(address, str(message.subject), str(message.body))
                post(letter)
                if not settings.MAIL_SERVER:
                    print_letter(letter)
        deliver_soon()
        return len(email_messages)


def print_letter(letter: Letter) -> None:
    """Show a message in the terminal, so that the first sign-in works on a fresh machine."""
    lines = [f"--- mail to {letter.to}: {letter.subject}", *letter.body.strip().splitlines(), "---"]
    sys.stderr.write("\n".join(lines) + "\n")
