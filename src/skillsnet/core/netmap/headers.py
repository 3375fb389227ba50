"""What the headers of the map's files hold, as JSON (docs/reference/map-payload.md)."""

from typing import NotRequired, TypedDict


class ColumnHeader(TypedDict):
    """How one column of a file is written, and where it begins behind the header."""

    name: str
    type: str
    coding: str
    offset: int
    length: int


class WithinHeader(TypedDict):
    """How a facet's values follow from another one's: for each value of that one the index of this one's."""

    facet: str
    to: list[int]


class FacetHeader(TypedDict):
    """A facet with its values; `of` where it follows from another one and has no column of its own."""

    key: str
    values: list[str]
    multi: bool
    of: NotRequired[WithinHeader]


class GroupingHeader(TypedDict):
    """What the map can be arranged by, and the key of the facet it groups by, if any."""

    key: str
    facet: str | None


class HubHeader(TypedDict):
    """Where a value's hub stands; lengths in 65,535ths of the square."""

    value: int
    x: int
    y: int
    r: int
    angle: float


class HeaderFields(TypedDict, total=False):
    """What only some kinds of file have in their header."""

    # Of the first file.
    audience: str
    facets: list[FacetHeader]
    groupings: list[GroupingHeader]
    # Of a file of places.
    grouping: str
    spacing: float
    step: int
    pitch: float
    hubs: list[HubHeader]
    # Of the file of links.
    numbers: list[str]
    units: dict[str, float]


class Header(HeaderFields):
    """A file's header."""

    version: int
    kind: str
    n: int
    columns: list[ColumnHeader]
