"""The states of a message."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a message stands."""

    DRAFT = "draft", _("Draft: a facilitator sends it")
    KEPT = "kept", _("Kept here: no mail server is set")
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
