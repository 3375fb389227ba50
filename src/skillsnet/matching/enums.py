"""The states of a suggestion."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionState(models.TextChoices):
    """What became of an organisation that was suggested to another."""

    SHOWN = "shown", _("Suggested")
    ASKED = "asked", _("Contact requested")
    DISMISSED = "dismissed", _("Not wanted")
    NOT_NOW = "not_now", _("Put off")


NEXT = {
    SuggestionState.SHOWN: {SuggestionState.ASKED, SuggestionState.DISMISSED, SuggestionState.NOT_NOW},
    SuggestionState.ASKED: set(),
    SuggestionState.DISMISSED: set(),
    SuggestionState.NOT_NOW: set(),
}
