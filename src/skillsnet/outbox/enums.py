"""The states of a message, its kinds, and why one could not be sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a message stands."""

    DRAFT = "draft", _("Draft: a facilitator sends it")
    KEPT = "kept", _("Kept here: no mail server is set")
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
    """What a message is; the words of a code are kept nowhere."""

    LETTER = "letter", _("Letter")
    CODE = "code", _("Code to sign in")


class Failure(models.TextChoices):
    """Why a message did not leave, or has not yet."""

    REFUSED = "refused", _("The mail server refused it.")
    PUT_OFF = "put_off", _("The mail server asked to try later.")
    UNREACHABLE = "unreachable", _("The mail server could not be reached.")
    UNWRITABLE = "unwritable", _("It cannot be written as a mail. Check the address.")
    TOO_LATE = "too_late", _("It came too late to be of use.")
    RESTORED = "restored", _("It was waiting when the backup was made. It may have been sent since.")
