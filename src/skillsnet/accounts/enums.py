"""The roles of a signed-in person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a signed-in person is here for."""

    MEMBER = "member", _("Member")
    FACILITATOR = "facilitator", _("Facilitator")
