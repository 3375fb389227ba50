"""What a Kumu project holds, and what of it becomes rows of a call's table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Fields = Mapping[str, tuple[str, ...]]
Location = tuple[str, int]
DIRECTIONS: Final = ("directed", "undirected", "mutual")
MAX_EXAMPLES: Final = 5
MAX_EXAMPLE_CHARS: Final = 80


class NotKumu(ValueError):
    """The file is none of Kumu's; `reason` is `not_an_object`, `other_shape` or `no_kumu_table`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Note:
    """Something noticed on the way; `params` has the `count`, and `examples` and `places` of the first few."""

    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True)
class KumuSheet:
    """A sheet: `rows` are row numbers as spreadsheets show them, each with its cells as text."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Element:
    """A thing on the map.

    Attributes
    ----------
    ref
        What connections name it by; unique in its project.
    id
        The id that people assigned; empty without one.
    label, type
        As written; may be empty.
    fields
        All else by name, `Description` and `Tags` included; none is empty.
    location
        Sheet and row, or `elements` and the position from 1.
    """

    ref: str
    id: str
    label: str
    type: str
    fields: Fields
    location: Location


@dataclass(frozen=True)
class Connection:
    """A line on the map; `source` and `target` are the elements' refs, `direction` one of `DIRECTIONS`."""

    ref: str
    id: str
    source: str
    target: str
    type: str
    label: str
    direction: str
    fields: Fields
    location: Location


@dataclass(frozen=True)
class KumuProject:
    """A map's elements and connections in the file's order, and what was noticed while reading."""

    elements: tuple[Element, ...]
    connections: tuple[Connection, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ParticipantRow:
    """A row of the table; `ref` is the element that it is about."""

    location: Location
    cells: tuple[str, ...]
    ref: str


@dataclass(frozen=True)
class LinkEnd:
    """Where a link ends: a row by its proposal ID and organisation, and the label of what it means there.

    The label is the organisation's name where the link means the organisation, and never a contact person's name.
    """

    project_id: str
    organisation: str
    label: str


@dataclass(frozen=True)
class LinkRow:
    """A connection between two rows of the table."""

    location: Location
    source: LinkEnd
    target: LinkEnd
    kind: str
    label: str
    direction: str
    strength: str


@dataclass(frozen=True)
class Participants:
    """A table of participants, the links between its rows, and what was noticed while making them."""

    header: tuple[str, ...]
    rows: tuple[ParticipantRow, ...]
    links: tuple[LinkRow, ...]
    notes: tuple[Note, ...]


@dataclass
class _Remark:
    count: int = 0
    examples: list[str] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)


class Notebook:
    """Gathers what is noticed, one note for each code."""

    def __init__(self) -> None:
        self._remarks: dict[str, _Remark] = {}

    def add(self, code: str, example: str = "", location: Location | None = None, *, count: int = 1) -> None:
        """Count one more of a kind, with an example and its location."""
        if not count:
            return
        remark = self._remarks.setdefault(code, _Remark())
        remark.count += count
        if example and len(remark.examples) < MAX_EXAMPLES:
            short = example if len(example) <= MAX_EXAMPLE_CHARS else example[: MAX_EXAMPLE_CHARS - 1] + "…"
            remark.examples.append(short)
        if location and len(remark.locations) < MAX_EXAMPLES:
            remark.locations.append(f"{location[0]} {location[1]}")

    def notes(self) -> tuple[Note, ...]:
        """Return the notes in the order in which each kind was first seen."""
        return tuple(Note(code, dict(_params(remark))) for code, remark in self._remarks.items())


def _params(remark: _Remark) -> Iterator[tuple[str, str | int]]:
    yield "count", remark.count
    if remark.examples:
        yield "examples", "; ".join(remark.examples)
    if remark.locations:
        yield "places", "; ".join(remark.locations)
