"""The life of a publication."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationState(models.TextChoices):
    """The state of the publication of an edition."""

    CARRYING = "carrying", _("Moving projects to the new edition")
    PUBLISHED = "published", _("In force")
    UNDOING = "undoing", _("Undoing the publication")
    UNDONE = "undone", _("Undone")
    STOPPED = "stopped", _("Stopped")


UNDER_WAY = (PublicationState.CARRYING, PublicationState.UNDOING)
NEXT: dict[str, frozenset[str]] = {
    PublicationState.CARRYING: frozenset({PublicationState.PUBLISHED, PublicationState.STOPPED}),
    PublicationState.PUBLISHED: frozenset({PublicationState.UNDOING}),
    PublicationState.UNDOING: frozenset({PublicationState.UNDONE}),
    PublicationState.UNDONE: frozenset(),
    PublicationState.STOPPED: frozenset(),
}
