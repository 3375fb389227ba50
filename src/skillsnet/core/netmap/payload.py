"""The map's files: hand-packed little-endian columns (docs/reference/map-payload.md).

Layout of a file: four letters, the header's length as unsigned 32-bit integer, the header as UTF-8 JSON padded with
spaces to a multiple of eight, then the columns, each starting at a multiple of eight.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Discs, Facet, Integers, Layout, Links, Network, Number, Points
from skillsnet.core.netmap.headers import ColumnHeader, FacetHeader, GroupingHeader, Header, HeaderFields
from skillsnet.core.netmap.scales import from_units, in_units, unit_of
from skillsnet.core.netmap.schema import (
    ALIGNMENT,
    FULL_SCALE,
    MAGIC,
    MISSING,
    ROUNDING_SHARE,
    STRENGTH_SCALE,
    STRENGTH_STEPS,
    TYPES,
    VERSION,
)

# Numbers of any type, as numpy reads and writes them.
Values: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class FileColumn:
    """One column of a file: its values, their element type, and how they are written."""

    values: Values
    type: str
    coding: str = "plain"


def nodes_payload(network: Network, *, audience: str = "public", groupings: Sequence[GroupingHeader] = ()) -> bytes:
    """Return the first file: ids, states and facets.

    Parameters
    ----------
    network : Network
        With n nodes and any number of facets; a facet within another one travels as a table of its values.
    audience : str
        Who may see the file: ``public`` or ``members``.
    groupings : sequence of GroupingHeader
        Each grouping's ``key`` and ``facet`` (None where it has none), in the order offered.

    Returns
    -------
    bytes
        A container whose header names each facet's values.

    Notes
    -----
    Links from a node to its hubs follow from the facets and do not travel. O(n) time and memory.
    """
    columns = {"id": FileColumn(network.ids, "u32", "deltas"), "state": FileColumn(network.states, "u8")}
    for facet in network.facets:
        if facet.within is None:
            columns.update(_facet_columns(facet))
    header: HeaderFields = {
        "audience": audience,
        "facets": [_facet_header(facet) for facet in network.facets],
        "groupings": list(groupings),
    }
    return pack("nodes", columns, n=network.n, header=header)


def places_payload(layout: Layout) -> bytes:
    """Return the file of one grouping: where its hubs and its n nodes stand, and what lies behind them.

    Positions are rounded to a 32nd of the mean distance between nodes, so that they compress; see `rounding`.
    """
    n = len(layout.points)
    step = rounding(n)
    if layout.discs is not None:
        columns = _disc_columns(layout.discs)
    else:
        columns = {
            "x": FileColumn(_scaled(layout.points[:, 0], step), "u16", "planes"),
            "y": FileColumn(_scaled(layout.points[:, 1], step), "u16", "planes"),
        }
    if layout.outline is not None:
        columns["outline.start"] = FileColumn(layout.outline.starts, "u32", "deltas")
        columns["outline.x"] = FileColumn(_scaled(layout.outline.points[:, 0], 1), "u16", "deltas")
        columns["outline.y"] = FileColumn(_scaled(layout.outline.points[:, 1], 1), "u16", "deltas")
    header: HeaderFields = {
        "grouping": layout.key,
        "spacing": round(layout.spacing * FULL_SCALE, 2),
        "step": step,
        "pitch": round(layout.discs.pitch * FULL_SCALE, 4) if layout.discs is not None else 0,
        "hubs": [
            {
                "value": hub.value,
                "x": round(hub.x * FULL_SCALE),
                "y": round(hub.y * FULL_SCALE),
                "r": round(hub.radius * FULL_SCALE),
                "angle": round(hub.angle, 3),
            }
            for hub in layout.hubs
        ],
    }
    return pack("places", columns, n=n, header=header)


def places_of(header: Header, columns: Mapping[str, Values]) -> tuple[Points, Discs | None]:
    """Return where the nodes of a places file stand, in shares of the square, and the discs they stand in, if any."""
    if "disc" not in columns:
        return np.stack([columns["x"], columns["y"]], axis=1) / FULL_SCALE, None
    of_node = columns["disc"].astype(np.int64)
    discs = Discs(
        centres=np.stack([columns["disc.x"], columns["disc.y"]], axis=1) / FULL_SCALE,
        starts=columns["disc.start"] / 2,
        of_node=of_node,
        seeds=(columns["skip"].astype(np.int64) + _ranks(of_node)) % 2**32,
        pitch=header["pitch"] / FULL_SCALE,
    )
    return discs.points, discs


def links_payload(network: Network) -> bytes:
    """Return the file of links between nodes, each once, and of the nodes' numbers."""
    columns = {
        **_link_columns("tie", network.declared_links, network.n),
        **_link_columns("similar", network.similar_links, network.n),
    }
    del columns["tie.strength"]
    units = {number.key: unit_of(number.of_node) for number in network.numbers}
    for number in network.numbers:
        steps = in_units(number.of_node, units[number.key])
        kind = "u16" if steps.max(initial=0) <= FULL_SCALE else "u32"
        columns[f"number.{number.key}"] = FileColumn(steps, kind, "planes")
    header: HeaderFields = {"numbers": list(units), "units": {key: unit for key, unit in units.items() if unit != 1}}
    return pack("links", columns, n=network.n, header=header)


def numbers_of(header: Header, columns: Mapping[str, Values]) -> tuple[Number, ...]:
    """Return the numbers of a links file."""
    units = header.get("units", {})
    return tuple(
        Number(key, from_units(columns[f"number.{key}"].astype(np.int64), units.get(key, 1.0)))
        for key in header["numbers"]
    )


def names_payload(network: Network) -> bytes:
    """Return the file of titles and organisations, as UTF-8 bytes with the length of each."""
    return pack_names(network.names, network.organisations)


def pack_names(titles: Sequence[str], organisations: Sequence[str]) -> bytes:
    """Return the file of the titles and organisations of as many nodes."""
    columns = {**_text_columns("title", titles), **_text_columns("organisation", organisations)}
    return pack("names", columns, n=len(titles), header={})


def names_of(columns: Mapping[str, Values]) -> tuple[list[str], list[str]]:
    """Return the titles and organisations that a file of names holds."""
    return _texts(columns, "title"), _texts(columns, "organisation")


def rounding(n: int) -> int:
    """Return the step, in 65,535ths and a power of two, to which the positions of n nodes are rounded.

    >>> rounding(473), rounding(100_000)
    (64, 4)
    """
    exact = FULL_SCALE / math.sqrt(max(1, n)) * ROUNDING_SHARE
    return max(1, int(2 ** math.floor(math.log2(exact)))) if exact >= 1 else 1


def pack(kind: str, columns: Mapping[str, FileColumn], *, n: int, header: HeaderFields) -> bytes:
    """Return a container holding the columns in order; raises KeyError for an element type it does not know."""
    column_headers: list[ColumnHeader] = []
    chunks, offset = [], 0
    for name, column in columns.items():
        raw = _encode(column)
        column_headers.append(
            {
                "name": name,
                "type": column.type,
                "coding": column.coding,
                "offset": offset,
                "length": len(column.values),
            }
        )
        padded = raw + b"\0" * (-len(raw) % ALIGNMENT)
        chunks.append(padded)
        offset += len(padded)
    whole_header: Header = {"version": VERSION, "kind": kind, "n": n, "columns": column_headers, **header}
    return _encode_header(whole_header) + b"".join(chunks)


def with_header(payload: bytes, header: Header) -> bytes:
    """Return a container with another header, its columns as they are, which the header must describe as before."""
    return _encode_header(header) + payload[8 + int.from_bytes(payload[4:8], "little") :]


def _encode_header(header: Header) -> bytes:
    """Return the letters and the header that a container begins with."""
    encoded = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    encoded += b" " * (-(len(encoded) + 8) % ALIGNMENT)
    return MAGIC.encode() + len(encoded).to_bytes(4, "little") + encoded


def unpack(payload: bytes) -> tuple[Header, dict[str, Values]]:
    """Return a container's header and columns; raises ValueError when it is none or is cut short."""
    if payload[:4] != MAGIC.encode() or len(payload) < 8:
        raise ValueError(f"not an {MAGIC} container")
    start = 8 + int.from_bytes(payload[4:8], "little")
    if len(payload) < start:
        raise ValueError("the container ends within its header")
    header: Header = json.loads(payload[8:start])
    columns = {}
    for column in header["columns"]:
        begin = start + column["offset"]
        end = begin + column["length"] * TYPES[column["type"]]
        if end > len(payload):
            raise ValueError(f"the container ends within column {column['name']}")
        columns[column["name"]] = _decode(payload[begin:end], column["type"], column["coding"])
    return header, columns


def facet_of(header: Header, columns: Mapping[str, Values], key: str) -> tuple[Values, Values]:
    """Return how many values of a facet each node has, and the values; raises StopIteration for an unknown key."""
    described = next(facet for facet in header["facets"] if facet["key"] == key)
    if "of" in described:
        counts, items = facet_of(header, columns, described["of"]["facet"])
        main = np.full(len(counts), -1, dtype=np.int64)
        main[counts > 0] = np.asarray(described["of"]["to"], dtype=np.int64)[items]
        return (main >= 0).astype(np.int64), main[main >= 0]
    if described["multi"]:
        return columns[f"facet.{key}.count"].astype(np.int64), columns[f"facet.{key}.item"].astype(np.int64)
    column = columns[f"facet.{key}"].astype(np.int64)
    is_stated = column != MISSING[_index_type(len(described["values"]))]
    return is_stated.astype(np.int64), column[is_stated]


def links_of(columns: Mapping[str, Values], name: str) -> Links:
    """Return the links of a name (``tie`` or ``similar``) from the columns of a links file."""
    counts = columns[f"{name}.count"].astype(np.int64)
    gaps = columns[f"{name}.gap"].astype(np.int64)
    lower = np.repeat(np.arange(len(counts)), counts)
    run_starts = np.cumsum(counts) - counts
    sums = np.cumsum(gaps)
    before = np.where(run_starts > 0, sums[np.maximum(run_starts - 1, 0)], 0) if len(gaps) else run_starts
    higher = lower + sums - np.repeat(before, counts)
    strengths = columns[f"{name}.strength"] / STRENGTH_SCALE if f"{name}.strength" in columns else np.ones(len(gaps))
    return Links(np.stack([lower, higher], axis=1), strengths)


def _encode(column: FileColumn) -> bytes:
    size = TYPES[column.type]
    values = np.asarray(column.values).astype(f"<u{size}")
    if column.coding == "deltas":
        values = np.diff(values, prepend=values.dtype.type(0))
    raw = values.tobytes()
    if column.coding == "plain" or size == 1:
        return raw
    return np.frombuffer(raw, dtype=np.uint8).reshape(-1, size).T.tobytes()


def _decode(raw: bytes, kind: str, coding: str) -> Values:
    size = TYPES[kind]
    if coding != "plain" and size > 1:
        raw = np.frombuffer(raw, dtype=np.uint8).reshape(size, -1).T.tobytes()
    values = np.frombuffer(raw, dtype=f"<u{size}")
    return np.cumsum(values, dtype=values.dtype) if coding == "deltas" else values


def _index_type(values: int) -> str:
    """Return the type of an index among so many values, one more kept for "not stated"."""
    return "u8" if values < MISSING["u8"] else "u16"


def _facet_columns(facet: Facet) -> dict[str, FileColumn]:
    kind = _index_type(len(facet.values))
    if facet.is_multi:
        count_type = "u8" if not len(facet.counts) or facet.counts.max() <= 0xFF else "u16"
        return {
            f"facet.{facet.key}.count": FileColumn(facet.counts, count_type),
            f"facet.{facet.key}.item": FileColumn(facet.items, kind, "planes"),
        }
    main = facet.main
    return {f"facet.{facet.key}": FileColumn(np.where(main < 0, MISSING[kind], main), kind, "planes")}


def _facet_header(facet: Facet) -> FacetHeader:
    header: FacetHeader = {"key": facet.key, "values": list(facet.values), "multi": facet.is_multi}
    if facet.within is not None:
        header["of"] = {"facet": facet.within.facet, "to": list(facet.within.to)}
    return header


def _disc_columns(discs: Discs) -> dict[str, FileColumn]:
    # A seed that was given away in another order than that of the nodes is written modulo the range.
    skips = (discs.seeds - _ranks(discs.of_node)) % 2**32
    return {
        "disc": FileColumn(discs.of_node, "u16" if len(discs.centres) <= 65535 else "u32", "planes"),
        "skip": FileColumn(skips, "u32", "planes"),
        "disc.x": FileColumn(_scaled(discs.centres[:, 0], 1), "u16", "planes"),
        "disc.y": FileColumn(_scaled(discs.centres[:, 1], 1), "u16", "planes"),
        "disc.start": FileColumn(np.rint(discs.starts * 2), "u8"),
    }


def _ranks(of_node: Integers) -> Integers:
    """Return how many nodes of its own disc come before each node."""
    order = np.argsort(of_node, kind="stable")
    sorted_discs = of_node[order]
    starts = np.searchsorted(sorted_discs, sorted_discs)
    ranks = np.empty(len(of_node), dtype=np.int64)
    ranks[order] = np.arange(len(of_node)) - starts
    return ranks


def _link_columns(name: str, links: Links, n: int) -> dict[str, FileColumn]:
    lower, higher = links.ends[:, 0], links.ends[:, 1]
    counts = np.bincount(lower, minlength=n)
    is_first = np.ones(len(lower), dtype=bool)
    is_first[1:] = lower[1:] != lower[:-1]
    gaps = higher - np.where(is_first, lower, np.concatenate([[0], higher[:-1]]))
    return {
        f"{name}.count": FileColumn(counts, "u16", "planes"),
        f"{name}.gap": FileColumn(gaps, "u32", "planes"),
        f"{name}.strength": FileColumn(
            np.rint(links.strengths * STRENGTH_STEPS) * (STRENGTH_SCALE // STRENGTH_STEPS), "u8"
        ),
    }


def _text_columns(name: str, texts: Sequence[str]) -> dict[str, FileColumn]:
    encoded = [text.encode() for text in texts]
    lengths = np.fromiter((len(text) for text in encoded), dtype=np.int64, count=len(encoded))
    letters = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    return {f"{name}.length": FileColumn(lengths, "u16", "planes"), f"{name}.bytes": FileColumn(letters, "u8")}


def _texts(columns: Mapping[str, Values], name: str) -> list[str]:
    letters = columns[f"{name}.bytes"].tobytes()
    ends = np.cumsum(columns[f"{name}.length"], dtype=np.int64).tolist()
    return [letters[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]


def _scaled(shares: npt.NDArray[np.float64], step: int) -> Values:
    """Return coordinates as whole numbers, rounded to a multiple of the step within the scale."""
    highest = FULL_SCALE // step
    return np.clip(np.rint(shares * FULL_SCALE / step), 0, highest).astype(np.int64) * step
