"""Where an assignment comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who or what decided that a proposal belongs to a category."""

    APPLICANT = "applicant", _("Chosen by the applicant")
    MEMBER = "member", _("Chosen by the member")
    FACILITATOR = "facilitator", _("Confirmed by a facilitator")
    ENGINE = "engine", _("Suggested from the text")
