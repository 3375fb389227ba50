"""Where a decision comes from, what it says, and the states of what surrounds it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who or what decided that a project belongs to a category."""

    PARTICIPANT = "participant", _("Chosen by the participant")
    MEMBER = "member", _("Chosen by the member")
    FACILITATOR = "facilitator", _("Confirmed by a facilitator")
    RULE = "rule", _("Carried over from an earlier edition")
    ENGINE = "engine", _("Suggested from the text")


PEOPLE = (Source.FACILITATOR, Source.MEMBER)


class Outcome(models.TextChoices):
    """What a decision says."""

    PLACED = "placed", _("Placed in categories")
    CANNOT_TELL = "cannot_tell", _("The text does not tell")
    UNDONE = "undone", _("Takes an earlier decision back")


class CorrectionState(models.TextChoices):
    """The life of a member's request."""

    OPEN = "open", _("Waits for an answer")
    ANSWERED = "answered", _("Answered")


class RelearningState(models.TextChoices):
    """The life of one relearning."""

    WAITING = "waiting", _("Waits for the worker")
    RUNNING = "running", _("Is reading the projects")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by a fault")


UNDER_WAY = (RelearningState.WAITING, RelearningState.RUNNING)
