"""A network as plain values: what every format writes."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["text", "texts", "number"]
Direction = Literal["directed", "undirected", "mutual"]
Value = str | int | float | tuple[str, ...]
# How links between nodes come about: somebody declared them, or their texts are alike. Exports hold these words.
DECLARED, SIMILAR = "tie", "similar"


@dataclass(frozen=True)
class NodeField:
    """A field of the nodes: `key` names it to programs, `label` to people; `kind` is what its values are."""

    key: str
    label: str
    kind: Kind = "text"


@dataclass(frozen=True)
class NetworkNode:
    """A participant with a project.

    Attributes
    ----------
    id : str
        Letters and digits only.
    label : str
        What people call it.
    values : mapping of str to value
        By the fields' keys; fields without a value are left out.
    x, y : float, optional
        Where it stands, 0 to 1, y downwards.
    colour : str
        As ``#rrggbb``; empty for none.
    """

    id: str
    label: str
    values: Mapping[str, Value]
    x: float | None = None
    y: float | None = None
    colour: str = ""


@dataclass(frozen=True)
class NetworkLink:
    """A link between two nodes; `strength` is 0 to 1 for likeness and None for what somebody declared."""

    source: str
    target: str
    kind: str
    direction: Direction = "undirected"
    strength: float | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """A network on its way out.

    Attributes
    ----------
    title, description : str
    made_on : date
    fields : tuple of NodeField
        In the order written; keys are unique.
    nodes, connections : function without arguments that returns an iterable
        Called when a format needs them, so that large networks need no large memory.
    kind_labels : mapping of str to str
        What a connection's kind is called.
    """

    title: str
    description: str
    made_on: date
    fields: tuple[NodeField, ...]
    nodes: Callable[[], Iterable[NetworkNode]]
    connections: Callable[[], Iterable[NetworkLink]]
    kind_labels: Mapping[str, str]


def shares(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of a colour, 0 to 255 each.

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        For anything else.

    Examples
    --------
    >>> shares("#332288")
    (51, 34, 136)
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is no colour like #332288")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
