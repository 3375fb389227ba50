"""The states of a message, its kinds, and why one could not be sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a message stands."""

    DRAFT = "draft", _("Draft: a facilitator must send it")
    KEPT = "kept", _("Kept here: no mail server is set up")
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")


# What may follow what; a delivery whose worker died goes from being sent to being sent again.
NEXT = {
    MailState.DRAFT: {MailState.QUEUED, MailState.KEPT},
    MailState.KEPT: {MailState.QUEUED},
    MailState.QUEUED: {MailState.SENDING},
    MailState.SENDING: {MailState.SENDING, MailState.SENT, MailState.QUEUED, MailState.FAILED},
    MailState.SENT: set(),
    MailState.FAILED: {MailState.QUEUED},
}
# What a worker has still to do.
UNDER_WAY = (MailState.QUEUED, MailState.SENDING)


class MailKind(models.TextChoices):
    """What a message is; the words of those that open a door are kept nowhere."""

    LETTER = "letter", _("Message")
    CODE = "code", _("Sign-in code")
    INVITATION = "invitation", _("Invitation")
    CHECK = "check", _("Yearly question")


# Their words hold what opens a door, and are made when they are sent (settings.MAIL_WORDS).
WITHOUT_WORDS = (MailKind.CODE, MailKind.INVITATION, MailKind.CHECK)


class Failure(models.TextChoices):
    """Why a message did not leave, or has not yet."""

    REFUSED = "refused", _("The mail server refused this mail.")
    PUT_OFF = "put_off", _("The mail server asked to try again later.")
    UNREACHABLE = "unreachable", _("The mail server could not be reached.")
    UNCERTAIN = (
        "uncertain",
        _("The connection ended before the mail server answered. It may have sent this mail."),
    )
    UNWRITABLE = "unwritable", _("It cannot be sent as a mail. Check the mail address.")
    TOO_LATE = "too_late", _("This mail was not sent because it would have arrived too late.")
    RESTORED = (
        "restored",
        _("This mail was waiting to be sent when the backup was made. It may have been sent since then."),
    )


# The mail may have arrived, though it counts as failed.
DOUBTFUL = (Failure.UNCERTAIN, Failure.RESTORED)
