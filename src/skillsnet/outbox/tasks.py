"""Sending kept messages through the mail server."""

import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django_tasks import task

from skillsnet.outbox.enums import MailState
from skillsnet.outbox.models import MailMessage


@task()
def deliver(message_id: int) -> str:
    """Send one queued message; a message already sent is left alone, so that a repeat sends nothing twice."""
    kept = MailMessage.objects.filter(pk=message_id, state__in=[MailState.QUEUED, MailState.FAILED]).first()
    if kept is None or not settings.MAIL_SERVER:
        return "nothing to send"
    server: dict[str, Any] = settings.MAIL_SERVER
    connection = EmailBackend(
        host=server["host"],
        port=server["port"],
        username=server["user"],
        password=server["password"],
        use_tls=server["use_tls"],
        use_ssl=server["use_ssl"],
        timeout=20,
    )
    message = EmailMessage(kept.subject, kept.body, settings.DEFAULT_FROM_EMAIL, [kept.to])
    try:
        connection.send_messages([message])
    except (smtplib.SMTPException, OSError):
        MailMessage.objects.filter(pk=kept.pk).update(state=MailState.FAILED)
        raise
    MailMessage.objects.filter(pk=kept.pk).update(state=MailState.SENT, sent_at=timezone.now())
    return "sent"
