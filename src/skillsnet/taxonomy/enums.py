"""States of an edition, and how categories of two editions correspond."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionState(models.TextChoices):
    """The life of an edition."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for comment")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class CorrespondenceKind(models.TextChoices):
    """How a category of one edition relates to the next."""

    KEPT = "kept", _("Kept")
    RENAMED = "renamed", _("Renamed")
    WIDENED = "widened", _("Widened")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    ADDED = "added", _("Added")
    RETIRED = "retired", _("Retired")
