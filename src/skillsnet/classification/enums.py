"""Where a decision comes from, what it says, and the states of what surrounds it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Who or what decided that a project belongs to a category."""

    PARTICIPANT = "participant", _("Chosen by the participant")
    MEMBER = "member", _("Chosen by the member")
    FACILITATOR = "facilitator", _("Confirmed by a facilitator")
    RULE = "rule", _("Moved from an earlier edition")
    ENGINE = "engine", _("Suggested from the text")


PEOPLE = (Source.FACILITATOR, Source.MEMBER)


class Outcome(models.TextChoices):
    """What a decision says."""

    PLACED = "placed", _("Placed in categories")
    CANNOT_TELL = "cannot_tell", _("Not enough information in the text")
    UNDONE = "undone", _("Undoes an earlier decision")


class CorrectionState(models.TextChoices):
    """The life of a member's request."""

    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")


class RelearningState(models.TextChoices):
    """The life of one relearning."""

    WAITING = "waiting", _("Waiting for the worker")
    RUNNING = "running", _("Reading the projects")
    DONE = "done", _("Done")
    FAILED = "failed", _("Stopped by an error")


UNDER_WAY = (RelearningState.WAITING, RelearningState.RUNNING)
