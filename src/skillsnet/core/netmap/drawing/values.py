"""What a picture of the map is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Facet, Layout, Links

# The shade of what has no colour of its own; categories are "1" to "9", other facets' values "h1" to "h8" and "other".
NO_SHADE, OTHER_SHADE = "0", "other"
CATEGORY_SHADES, HUE_SHADES = 9, 8

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


def hues_of(facet: Facet) -> tuple[str, ...]:
    """Return the shade of each value of a facet that has no colours of its own; the rarest values share one.

    Parameters
    ----------
    facet : Facet
        Of n points and v values.

    Returns
    -------
    tuple of str, length v
        ``h1`` to ``h8`` in the order of how many of all points have the value, ``OTHER_SHADE`` from the ninth. The same
        rule as in the browser's drawing. O(items + v log v).

    Examples
    --------
    >>> hues_of(Facet.of_lists("stage", ("a", "b", "c"), [(1,), (1,), (2,)], is_multi=False))
    ('h3', 'h1', 'h2')
    """
    counts = np.bincount(facet.items, minlength=len(facet.values)) if len(facet.values) else np.zeros(0)
    shades = [OTHER_SHADE] * len(facet.values)
    for rank, value in enumerate(np.argsort(-counts, kind="stable")[:HUE_SHADES].tolist(), start=1):
        shades[value] = f"h{rank}"
    return tuple(shades)


@dataclass(frozen=True)
class HubStyle:
    """A hub's name and shade; `is_broken` where another value has the same shade, so that its ring is dashed."""

    label: str
    shade: str = NO_SHADE
    is_broken: bool = False


@dataclass(frozen=True)
class LegendItem:
    """A line of the legend: a shade, what it stands for, and how many points have it.

    `is_broken` where another value has the same shade, so that it is drawn as a ring.
    """

    label: str
    shade: str
    count: int
    is_broken: bool = False


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
    repeated_values : frozenset of int
        Values of that facet whose shade another value has: from the tenth category on.
    """

    palette: tuple[str, ...]
    fills: Integers
    rings: Integers
    is_chosen: Flags
    sizes: npt.NDArray[np.float64] | None = None
    selected: int | None = None
    repeated_values: frozenset[int] = frozenset()


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
    links : Links
        Links between nodes.
    unnamed : str
        What is said of hubs for whose names there is no room, with ``{count}`` for how many they are.
    title, description : str
        What the picture is and says, for people who do not see it.
    """

    layout: Layout
    hubs: Mapping[int, HubStyle]
    marks: Marks
    title: str
    description: str
    facet: Facet | None = None
    links: Links = field(default_factory=Links.none)
    unnamed: str = "+ {count}"


@dataclass(frozen=True)
class Caption:
    """What stands around the picture when it leaves the site.

    Attributes
    ----------
    heading, subheading : str
        Above the picture; empty for none.
    legend : tuple of LegendItem
        Beside the picture.
    more : str
        What is said under a legend that is too long, with ``{count}`` for how many are left out.
    footer : str
        Below the picture, such as its date and address; empty for none.
    """

    heading: str = ""
    subheading: str = ""
    legend: tuple[LegendItem, ...] = ()
    more: str = "+ {count}"
    footer: str = ""


NO_CAPTION = Caption()
