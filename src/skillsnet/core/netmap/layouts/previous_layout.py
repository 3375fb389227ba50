"""The last picture, from which the next one departs as little as it can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers, Layout, Points

NOT_STATED_NAME = "-"


@dataclass(frozen=True, eq=False)
class Before:
    """The last picture of a grouping, and who is to be drawn now.

    Attributes
    ----------
    ids : array of int, shape (m,)
        Public numbers of the points that the last picture shows.
    points : array of float, shape (m, 2)
        Where they stood, within the square 0 to 1.
    spacing : float
        The last picture's least distance between two points.
    now : array of int, shape (n,)
        Public numbers of the points to be drawn, in their order.
    hubs : mapping
        Where each value's hub stood, by the facet's value; ``-`` for "not stated".
    """

    ids: Integers
    points: Points
    spacing: float
    now: Integers
    hubs: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Layout, ids: Integers, now: Integers, facet: Facet | None = None) -> "Before":
        """Return the memory of a layout: of which points it was, and which are to be drawn now."""
        hubs = {name_of(facet, hub.value): (hub.x, hub.y) for hub in layout.hubs}
        return cls(np.asarray(ids), np.asarray(layout.points), layout.spacing, np.asarray(now), hubs)

    @cached_property
    def known(self) -> Points:
        """Where each point to be drawn stood, NaN for newcomers; shape (n, 2)."""
        found = np.full((len(self.now), 2), np.nan)
        if len(self.ids) and len(self.now):
            order = np.argsort(self.ids, kind="stable")
            place = np.minimum(np.searchsorted(self.ids, self.now, sorter=order), len(self.ids) - 1)
            same = self.ids[order[place]] == self.now
            found[same] = self.points[order[place[same]]]
        return found


def name_of(facet: Facet | None, value: int) -> str:
    """Return the name under which a value's hub is remembered; without a facet its number."""
    if value == NOT_STATED:
        return NOT_STATED_NAME
    return str(value) if facet is None else facet.values[value]
