"""States of an edition, and how categories of two editions correspond."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionState(models.TextChoices):
    """The life of an edition."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("state of an edition", "Open for comment")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


# Where an edition may go from each state.
NEXT: dict[str, frozenset[str]] = {
    EditionState.DRAFT: frozenset({EditionState.OPEN, EditionState.PUBLISHED}),
    EditionState.OPEN: frozenset({EditionState.DRAFT, EditionState.PUBLISHED}),
    EditionState.PUBLISHED: frozenset({EditionState.SUPERSEDED}),
    EditionState.SUPERSEDED: frozenset(),
}
# The way back when a publication is undone: the edition to the state it had, the one before into force again.
UNDONE: dict[str, frozenset[str]] = {
    EditionState.DRAFT: frozenset(),
    EditionState.OPEN: frozenset(),
    EditionState.PUBLISHED: frozenset({EditionState.DRAFT, EditionState.OPEN}),
    EditionState.SUPERSEDED: frozenset({EditionState.PUBLISHED}),
}
# Editions that are still worked on; the others are frozen.
AT_WORK = (EditionState.DRAFT, EditionState.OPEN)
# Editions that anybody may read.
PUBLIC = (EditionState.OPEN, EditionState.PUBLISHED, EditionState.SUPERSEDED)


class CorrespondenceKind(models.TextChoices):
    """How a category of one edition relates to the next."""

    KEPT = "kept", _("Kept")
    RENAMED = "renamed", _("Renamed")
    RENUMBERED = "renumbered", _("Renumbered")
    WIDENED = "widened", _("Widened")
    NARROWED = "narrowed", _("Narrowed")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    ADDED = "added", _("Added")
    RETIRED = "retired", _("Retired")


class Verb(models.TextChoices):
    """What is done to a category of a draft; each is the end of an address."""

    RENAME = "rename", pgettext_lazy("verb of a category", "Rename")
    REWORD = "reword", pgettext_lazy("verb of a category", "Reword")
    SPLIT = "split", pgettext_lazy("verb of a category", "Split")
    MERGE = "merge", pgettext_lazy("verb of a category", "Merge")
    RETIRE = "retire", pgettext_lazy("verb of a category", "Retire")
    ADD = "add", pgettext_lazy("verb of a category", "Add")
