"""What a picture of the map is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Facet, Layout, Links

# The shade of what has no colour of its own; categories are "1" to "9", other facets' values "h1" to "h8".
NO_SHADE = "0"
CATEGORY_SHADES, HUE_SHADES = 9, 8

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


def hue_of(place: int) -> str:
    """Return the shade of a facet's value by its place among the values; categories have shades of their own.

    Parameters
    ----------
    place : int
        0 for the first value; below 0 for not stated.

    Returns
    -------
    str
        One of ``h1`` to ``h8``, again from the first after the eighth; ``NO_SHADE`` for not stated.

    Examples
    --------
    >>> hue_of(0), hue_of(8), hue_of(-1)
    ('h1', 'h1', '0')
    """
    return f"h{place % HUE_SHADES + 1}" if place >= 0 else NO_SHADE


@dataclass(frozen=True)
class HubStyle:
    """A hub's name and shade."""

    label: str
    shade: str = NO_SHADE


@dataclass(frozen=True)
class LegendEntry:
    """A line of the legend: a shade, what it stands for, and how many points have it."""

    label: str
    shade: str
    count: int


@dataclass(frozen=True, eq=False)
class Marks:
    """How the n points look.

    Attributes
    ----------
    palette : tuple of str
        The shade of each value of the facet that gives the colour.
    fills, rings : array of int, shape (n,)
        Each point's first and second value of that facet; below 0 for none.
    is_chosen : array of bool, shape (n,)
        Whether a point is among those asked for; the others are drawn faint.
    sizes : array of float, shape (n,), optional
        How large each point is, 0 to 1; without it all are alike.
    selected : int, optional
        Index of a point that is marked above all others.
    """

    palette: tuple[str, ...]
    fills: Integers
    rings: Integers
    is_chosen: Flags
    sizes: npt.NDArray[np.float64] | None = None
    selected: int | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """One grouping with all that is drawn of it.

    Attributes
    ----------
    layout : Layout
        Where n points and the hubs stand.
    hubs : mapping of int to HubStyle
        For each hub's value, ``NOT_STATED`` included when it occurs.
    marks : Marks
    facet : Facet, optional
        The grouping's facet: points are linked to the hubs of their values. Without it no such links are drawn.
    ties : Links
        Links between points.
    title, description : str
        What the picture is and says, for people who do not see it.
    """

    layout: Layout
    hubs: Mapping[int, HubStyle]
    marks: Marks
    title: str
    description: str
    facet: Facet | None = None
    ties: Links = field(default_factory=Links.none)


@dataclass(frozen=True)
class Caption:
    """What stands around the picture when it leaves the site.

    Attributes
    ----------
    heading, subheading : str
        Above the picture; empty for none.
    legend : tuple of LegendEntry
        Beside the picture.
    more : str
        What is said under a legend that is too long, with ``{count}`` for how many are left out.
    """

    heading: str = ""
    subheading: str = ""
    legend: tuple[LegendEntry, ...] = ()
    more: str = "+ {count}"


NO_CAPTION = Caption()
