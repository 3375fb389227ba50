"""The last picture, from which the next one departs as little as it can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Integers, Layout, Points

NOT_STATED_NAME = "-"


@dataclass(frozen=True, eq=False)
class PreviousLayout:
    """The last picture of a grouping, and who is to be drawn now.

    Attributes
    ----------
    ids : array of int, shape (m,)
        Public numbers of the points that the last picture shows.
    points : array of float, shape (m, 2)
        Where they stood, within the square 0 to 1.
    spacing : float
        The last picture's least distance between two points.
    current_ids : array of int, shape (n,)
        Public numbers of the points to be drawn, in their order.
    hubs : mapping
        Where each value's hub stood, by the facet's value; ``-`` for "not stated".
    """

    ids: Integers
    points: Points
    spacing: float
    current_ids: Integers
    hubs: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Layout, ids: Integers, current_ids: Integers, facet: Facet | None = None) -> "PreviousLayout":
        """Return the memory of a layout: of which points it was, and which are to be drawn now."""
        hubs = {hub_name(facet, hub.value): (hub.x, hub.y) for hub in layout.hubs}
        return cls(np.asarray(ids), np.asarray(layout.points), layout.spacing, np.asarray(current_ids), hubs)

    @cached_property
    def old_points(self) -> Points:
        """Where each point to be drawn stood, NaN for newcomers; shape (n, 2)."""
        old_points = np.full((len(self.current_ids), 2), np.nan)
        if len(self.ids) and len(self.current_ids):
            order = np.argsort(self.ids, kind="stable")
            index = np.minimum(np.searchsorted(self.ids, self.current_ids, sorter=order), len(self.ids) - 1)
            is_old = self.ids[order[index]] == self.current_ids
            old_points[is_old] = self.points[order[index[is_old]]]
        return old_points


def hub_name(facet: Facet | None, value: int) -> str:
    """Return the name under which a value's hub is remembered; without a facet its number."""
    if value == NOT_STATED:
        return NOT_STATED_NAME
    return str(value) if facet is None else facet.values[value]
