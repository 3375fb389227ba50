"""The map as frozen values: projects as nodes, facet values as hubs, links that were declared or show likeness."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

NOT_STATED = -1
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Points = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Value = TypeVar("Value")


def freeze(value: Value) -> Value:
    """Return a value whose arrays nobody can write into any more, so that threads may share it."""
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, tuple):
        for part in value:
            freeze(part)
    elif is_dataclass(value):
        for attribute in fields(value):
            freeze(getattr(value, attribute.name))
    return value


@dataclass(frozen=True)
class Within:
    """How a facet's values follow from another facet's, as regions follow from countries.

    Attributes
    ----------
    facet : str
        Key of the other facet, of which a node has at most one value.
    to : tuple of int
        For each value of the other facet the index of this facet's value; ``NOT_STATED`` for none.
    """

    facet: str
    to: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Facet:
    """One facet of all n nodes, as runs: node i has ``counts[i]`` values, all of them one after another in `items`.

    Attributes
    ----------
    key : str
        Name of the facet, such as ``category``.
    values : tuple of str
        The values in display order; nodes refer to them by index.
    counts : array of int, shape (n,)
        How many values each node has; 0 means not stated.
    items : array of int, shape (sum of counts,)
        Indexes of the values, the main one of each node first.
    is_multi : bool
        Whether a node may have several values.
    within : Within, optional
        The facet this one follows from.
    """

    key: str
    values: tuple[str, ...]
    counts: Integers
    items: Integers
    is_multi: bool
    within: Within | None = None

    @classmethod
    def of_lists(cls, key: str, values: Iterable[str], of_node: Sequence[Sequence[int]], *, is_multi: bool) -> "Facet":
        """Return a facet from one sequence of indexes for each node."""
        counts = np.fromiter((len(row) for row in of_node), dtype=np.int64, count=len(of_node))
        items = np.fromiter((item for row in of_node for item in row), dtype=np.int64, count=int(counts.sum()))
        return cls(key, tuple(values), counts, items, is_multi)

    @cached_property
    def starts(self) -> Integers:
        """Where each node's values begin in `items`, and where the last one's end; shape (n + 1,)."""
        return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(self.counts, dtype=np.int64)])

    @cached_property
    def of_node(self) -> list[tuple[int, ...]]:
        """The indexes of each node's values, the main one first; an empty tuple means not stated."""
        starts, items = self.starts.tolist(), self.items.tolist()
        return [tuple(items[starts[i] : starts[i + 1]]) for i in range(len(self.counts))]

    def of_nodes(self, nodes: Integers) -> list[tuple[int, ...]]:
        """Return the indexes of some nodes' values, as `of_node` does for all, whose list is large and stays."""
        starts, ends = self.starts[nodes].tolist(), self.starts[nodes + 1].tolist()
        return [tuple(self.items[start:end].tolist()) for start, end in zip(starts, ends, strict=True)]

    @cached_property
    def main(self) -> Integers:
        """The main value of each node, ``NOT_STATED`` for none; shape (n,)."""
        main = np.full(len(self.counts), NOT_STATED, dtype=np.int64)
        is_stated = self.counts > 0
        main[is_stated] = self.items[self.starts[:-1][is_stated]]
        return main


@dataclass(frozen=True)
class Hub:
    """A facet value's place on the map; all lengths in units of the square 0 to 1, y downwards."""

    value: int
    x: float
    y: float
    radius: float
    angle: float
    count: int


@dataclass(frozen=True, eq=False)
class Outline:
    """Lines behind the nodes, such as coasts: closed rings one after another, in the same square.

    Attributes
    ----------
    points : array of float, shape (m, 2)
    starts : array of int, shape (rings + 1,)
    """

    points: Points
    starts: Integers


@dataclass(frozen=True, eq=False)
class Discs:
    """Nodes in sunflowers: each stands in a disc, at a seed of its spiral.

    Seed s of a disc lies ``pitch * sqrt(s + start)`` from the centre, at the angle ``s * GOLDEN_ANGLE`` (Vogel, "A
    better way to construct the sunflower head", 1979). A hub's seeds start further out than those of other discs.

    Attributes
    ----------
    centres : array of float, shape (d, 2)
    starts : array of float, shape (d,)
        Where each disc's seeds start: a multiple of 0.5, at most 127.
    of_node : array of int, shape (n,)
        Each node's disc.
    seeds : array of int, shape (n,)
        Each node's seed; no two nodes of a disc have the same.
    pitch : float
    """

    centres: Points
    starts: npt.NDArray[np.float64]
    of_node: Integers
    seeds: Integers
    pitch: float

    @cached_property
    def points(self) -> Points:
        """Where the nodes stand; shape (n, 2)."""
        away = self.pitch * np.sqrt(self.seeds + self.starts[self.of_node])
        angle = self.seeds * GOLDEN_ANGLE
        around: Points = np.stack([away * np.cos(angle), away * np.sin(angle)], axis=1)
        return self.centres[self.of_node] + around


@dataclass(frozen=True, eq=False)
class Layout:
    """Positions of one grouping.

    Attributes
    ----------
    key : str
        Name of the grouping, such as ``category``, ``issue``, ``place`` or ``ties``.
    hubs : tuple of Hub
        Values of the grouping's facet that at least one node has; none where the grouping has no facet.
    points : array of float, shape (n, 2)
        Within the square 0 to 1.
    spacing : float
        The least distance between two nodes.
    outline : Outline, optional
    discs : Discs, optional
        Where the nodes stand in discs: what they are drawn from, and all that travels.
    """

    key: str
    hubs: tuple[Hub, ...]
    points: Points
    spacing: float = 0.0
    outline: Outline | None = None
    discs: Discs | None = None


@dataclass(frozen=True, eq=False)
class Links:
    """Links between nodes, each once, the lower end first.

    Attributes
    ----------
    ends : array of int, shape (m, 2)
        Nodes by index; ``ends[:, 0] < ends[:, 1]``, in ascending order.
    strengths : array of float, shape (m,)
        0 to 1.
    """

    ends: Integers
    strengths: npt.NDArray[np.float64]

    @classmethod
    def none(cls) -> "Links":
        """Return no links."""
        return cls(np.zeros((0, 2), dtype=np.int64), np.zeros(0))

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[int, int]], strengths: Iterable[float] | None = None) -> "Links":
        """Return the links of pairs in any order; the strongest of the same pair stays, loops are left out."""
        ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
        return cls.of_array(ends, np.ones(len(ends)) if strengths is None else np.fromiter(strengths, dtype=np.float64))

    @classmethod
    def of_array(cls, ends: Integers, weights: npt.NDArray[np.float64]) -> "Links":
        """Return the links of an array of pairs, shape (m, 2), in any order; see `of_pairs`."""
        is_loop = ends[:, 0] == ends[:, 1]
        ends, weights = np.sort(ends[~is_loop], axis=1), weights[~is_loop]
        order = np.lexsort((-weights, ends[:, 1], ends[:, 0]))
        ends, weights = ends[order], weights[order]
        is_first = np.ones(len(ends), dtype=bool)
        is_first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
        return cls(ends[is_first], weights[is_first])


@dataclass(frozen=True, eq=False)
class Number:
    """A number of each node, such as how many links it has or its budget: 0 or more, whole or not."""

    key: str
    of_node: Integers | Reals


@dataclass(frozen=True, eq=False)
class Network:
    """Everything that is drawn, as one audience may see it.

    Attributes
    ----------
    ids : array of int, shape (n,)
        Public numbers of the nodes, ascending.
    names, organisations : sequence of str
        Title and organisation of each node.
    states : array of int, shape (n,)
        Bit 0: the categories are suggested only; bit 1: its participant has several projects.
    declared_links, similar_links : Links
        Declared links, and pairs that work on similar issues.
    """

    ids: Integers
    names: Sequence[str]
    organisations: Sequence[str]
    states: Integers
    facets: tuple[Facet, ...]
    declared_links: Links = field(default_factory=Links.none)
    similar_links: Links = field(default_factory=Links.none)
    numbers: tuple[Number, ...] = ()

    @property
    def n(self) -> int:
        """How many nodes there are."""
        return len(self.ids)

    def facet(self, key: str) -> Facet | None:
        """Return the facet of a key."""
        return next((facet for facet in self.facets if facet.key == key), None)
