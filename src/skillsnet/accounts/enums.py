"""The roles of a signed-in person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a signed-in person is here for."""

    MEMBER = "member", _("Member")
    FACILITATOR = "facilitator", _("Facilitator")


class SignInState(models.TextChoices):
    """What became of one request to sign in."""

    ASKED = "asked", _("Requested")
    USED = "used", _("Used")
    SPENT = "spent", _("Wrong codes were entered")
    REPLACED = "replaced", _("Another code was requested")


NEXT = {
    SignInState.ASKED: {SignInState.USED, SignInState.SPENT, SignInState.REPLACED},
    SignInState.USED: set(),
    SignInState.SPENT: set(),
    SignInState.REPLACED: set(),
}
