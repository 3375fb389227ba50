"""The network's map as frozen values: participants as points, facet values as hubs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NOT_STATED = -1


@dataclass(frozen=True)
class Facet:
    """One facet of all points.

    Attributes
    ----------
    key : str
        Name of the facet, such as ``category``.
    values : tuple of str
        The values in display order; points refer to them by index.
    of_point : sequence of tuple of int
        For each point the indexes of its values, the main one first; an empty tuple means not stated.
    is_multi : bool
        Whether a point may have several values.
    """

    key: str
    values: tuple[str, ...]
    of_point: Sequence[tuple[int, ...]]
    is_multi: bool


@dataclass(frozen=True)
class Hub:
    """A facet value's place on the map; all lengths in units of the square 0 to 1, y downwards."""

    value: int
    x: float
    y: float
    radius: float
    angle: float
    count: int


@dataclass(frozen=True)
class Layout:
    """Positions of one grouping: hubs, and one (x, y) for each point."""

    key: str
    hubs: tuple[Hub, ...]
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Network:
    """Everything that is drawn.

    Attributes
    ----------
    ids : tuple of int
        Public numbers of the points, ascending.
    names, organisations : tuple of str
        Title and organisation of each point, as anyone may see them.
    states : tuple of int
        Bit 0: the categories are suggested only.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    organisations: tuple[str, ...]
    states: tuple[int, ...]
    facets: tuple[Facet, ...]
    layouts: tuple[Layout, ...] = field(default=())
