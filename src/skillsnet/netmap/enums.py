"""Who a map is made for, and what it is arranged by."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from skillsnet.accounts.enums import Role
from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.facets.enums import FACET_OF_GROUPING

# Groupings that are not called after their facet.
FACET_OF: Mapping[str, str | None] = {
    key.value: facet.value if facet is not None else None for key, facet in FACET_OF_GROUPING.items()
}


class MapAudience(models.TextChoices):
    """The audiences that have a map of their own: it holds what each of them may see, and nothing else."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members")

    @property
    def viewer(self) -> Viewer:
        """Return the viewer who sees what all of the audience see: nobody in particular, no facilitator."""
        return Viewer(role=Role.MEMBER) if self is MapAudience.MEMBERS else ANYONE


def audience_of(viewer: Viewer) -> MapAudience:
    """Return whose map a viewer is shown."""
    return MapAudience.MEMBERS if viewer.is_member else MapAudience.PUBLIC
