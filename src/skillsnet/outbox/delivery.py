"""Handing one message to the mail server, and understanding its answer."""

import re
import smtplib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parseaddr
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.module_loading import import_string

from skillsnet.core.text import clean, mask_contacts
from skillsnet.outbox.enums import Failure
from skillsnet.outbox.models import MailMessage

# For each word with the server; all words of one delivery stay within the lease (outbox/leases.py).
TIMEOUT_SECONDS = 20
# For its answer to the message itself, which some read through first (RFC 5321, 4.5.3.2.6, asks for patience).
CONTENT_TIMEOUT_SECONDS = 100
REPLY_LENGTH = 200
# "Service not available, closing": not about this message (RFC 5321, 4.2.2).
SERVICE_CLOSING = 421
_ADDRESS = re.compile(r"<[^<>]*>|\S*@\S*")


@dataclass(frozen=True)
class Answer:
    """What came of handing a message over: nothing in `failure` means that the server has taken it."""

    failure: Failure | None = None
    reply: str = ""
    # Whether the fault lies with the server or the way to it, and meets every message alike.
    is_general: bool = False


ACCEPTED = Answer()


def hand_over(mail: MailMessage, *, body: str, before_content: Callable[[], None]) -> Answer:
    """Give one message to the mail server and return its answer.

    Once the server has said that it has the message, nothing that follows can make it count as not sent. Where the
    connection ends between the two, nobody can tell: that is `Failure.UNCERTAIN`.

    Parameters
    ----------
    mail, body : the message and its words
    before_content : called right before the server is given the message; what it raises ends the delivery.
    """
    connection = _connection()
    try:
        return _open(connection) or _pass_on(connection, mail, body, before_content)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _open(connection: "_Connection") -> Answer | None:
    """Greet the server and sign in to it; what goes wrong here is about the platform's account, not the message."""
    try:
        connection.open()
    except smtplib.SMTPResponseException as refused:
        return Answer(Failure.UNREACHABLE, _reply(refused.smtp_code, refused.smtp_error), is_general=True)
    except (smtplib.SMTPException, OSError):
        return Answer(Failure.UNREACHABLE, is_general=True)
    return None


def _pass_on(connection: "_Connection", mail: MailMessage, body: str, before_content: Callable[[], None]) -> Answer:
    smtp = connection.smtp
    smtp.before_content = before_content
    try:
        connection.send_messages([_as_message(mail, body)])
    except smtplib.SMTPRecipientsRefused as refused:
        return _answer(*next(iter(refused.recipients.values())))
    except smtplib.SMTPResponseException as refused:
        return _answer(refused.smtp_code, refused.smtp_error)
    except (smtplib.SMTPException, OSError):
        return Answer(Failure.UNCERTAIN if smtp.has_content else Failure.UNREACHABLE, is_general=True)
    except ValueError:
        return Answer(Failure.UNWRITABLE)
    return ACCEPTED


def message_id(mail: MailMessage) -> str:
    """Return the message's own id, the same at each delivery, by which a receiver tells one that came twice."""
    domain = _sender().rpartition("@")[2] or "localhost"
    return f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S%f}@{domain}>"


def _as_message(mail: MailMessage, body: str) -> EmailMessage:
    headers = {
        "Message-ID": message_id(mail),
        "Date": formatdate(mail.created_at.timestamp()),
        # Answers of machines to machines help nobody.
        "Auto-Submitted": "auto-generated",
        **_headers_of_kind(mail),
    }
    return EmailMessage(mail.subject, body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)


def _headers_of_kind(mail: MailMessage) -> Mapping[str, str]:
    path = settings.MAIL_HEADERS.get(mail.kind)
    if path is None:
        return {}
    mail_headers: Callable[[int], Mapping[str, str]] = import_string(path)
    return mail_headers(mail.pk)


def _sender() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


class _Smtp(smtplib.SMTP):
    """A conversation with a mail server that tells when the server is about to be given a message."""

    before_content: Callable[[], None]
    has_content = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.before_content()
        self.has_content = True
        if self.sock is not None:
            self.sock.settimeout(CONTENT_TIMEOUT_SECONDS)
        return super().data(msg)


class _SmtpOverTls(_Smtp, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class _Connection(EmailBackend):
    """Django's connection to a mail server, which keeps count of how far it came."""

    @property
    def connection_class(self) -> type[_Smtp]:
        return _SmtpOverTls if self.use_ssl else _Smtp

    @property
    def smtp(self) -> _Smtp:
        """The conversation; only after `open`."""
        if not isinstance(self.connection, _Smtp):
            raise TypeError("not open")
        return self.connection


def _connection() -> _Connection:
    server = settings.MAIL_SERVER
    if server is None:
        raise ImproperlyConfigured("no mail server is set")
    return _Connection(
        host=server["host"],
        port=server["port"],
        username=server["user"],
        password=server["password"],
        use_tls=server["use_tls"],
        use_ssl=server["use_ssl"],
        timeout=TIMEOUT_SECONDS,
    )


def _answer(code: int, words: bytes | str) -> Answer:
    if code == SERVICE_CLOSING:
        return Answer(Failure.PUT_OFF, _reply(code, words), is_general=True)
    return Answer(Failure.REFUSED if code >= 500 else Failure.PUT_OFF, _reply(code, words))


def _reply(code: int, words: bytes | str) -> str:
    """Return the server's words in one line, without an address or number of anybody."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = " ".join(clean(text).split())
    return f"{code} {mask_contacts(_ADDRESS.sub('[…]', line))}"[:REPLY_LENGTH].strip()
