"""The map's payload: hand-packed little-endian columns in the container "SNM1".

Layout of a file: the four bytes ``SNM1``, the header's length as unsigned 32-bit integer, the header as UTF-8
JSON padded with spaces to a multiple of eight, then the columns, each starting at a multiple of eight.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from skillsnet.core.netmap.graph import Facet, Layout, Network

MAGIC = b"SNM1"
ALIGNMENT = 8
FULL_SCALE = 65535
_TYPE_NAMES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "int32": "i32", "float32": "f32"}
_DTYPES = {
    short: np.dtype(f"<{letter}")
    for short, letter in {"u8": "u1", "u16": "u2", "u32": "u4", "i32": "i4", "f32": "f4"}.items()
}

Columns = Mapping[str, npt.NDArray[Any]]


def nodes_payload(network: Network) -> bytes:
    """Return the first file: ids, facets and positions, enough for the first picture.

    Parameters
    ----------
    network : Network
        With n points and any number of facets and layouts.

    Returns
    -------
    bytes
        A container whose header names each facet's values and each grouping's hubs.

    Notes
    -----
    Links from a point to its hubs follow from the facet columns and do not travel. O(n) time and memory.
    """
    columns: dict[str, npt.NDArray[Any]] = {"id": np.asarray(network.ids, dtype=np.uint32)}
    for facet in network.facets:
        columns.update(_facet_columns(facet))
    columns["state"] = np.asarray(network.states, dtype=np.uint8)
    for layout in network.layouts:
        columns.update(_position_columns(layout))
    header = {
        "facets": {facet.key: {"values": list(facet.values), "multi": facet.is_multi} for facet in network.facets},
        "groupings": {layout.key: {"hubs": _hubs(layout)} for layout in network.layouts},
    }
    return pack(columns, n=len(network.ids), header=header)


def names_payload(network: Network) -> bytes:
    """Return the second file: the points' titles and organisations as UTF-8 bytes with n+1 offsets each."""
    columns = {**_text_columns("name", network.names), **_text_columns("org", network.organisations)}
    return pack(columns, n=len(network.ids), header={})


def pack(columns: Columns, *, n: int, header: Mapping[str, Any]) -> bytes:
    """Return a container holding the columns in order; raises KeyError for an element type it does not know."""
    described, chunks, offset = [], [], 0
    for name, column in columns.items():
        kind = _TYPE_NAMES[column.dtype.name]
        raw = column.astype(_DTYPES[kind], copy=False).tobytes()
        described.append({"name": name, "type": kind, "offset": offset, "length": len(column)})
        padded = raw + b"\0" * (-len(raw) % ALIGNMENT)
        chunks.append(padded)
        offset += len(padded)
    text = json.dumps({"version": 1, "n": n, "columns": described, **header}, ensure_ascii=False, separators=(",", ":"))
    encoded = text.encode()
    encoded += b" " * (-(len(encoded) + 8) % ALIGNMENT)
    return MAGIC + len(encoded).to_bytes(4, "little") + encoded + b"".join(chunks)


def unpack(payload: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Return a container's header and columns; raises ValueError when it is none or is cut short."""
    if payload[:4] != MAGIC or len(payload) < 8:
        raise ValueError("not an SNM1 container")
    length = int.from_bytes(payload[4:8], "little")
    start = 8 + length
    if len(payload) < start:
        raise ValueError("the container ends within its header")
    header = json.loads(payload[8:start])
    columns = {}
    for column in header["columns"]:
        dtype = _DTYPES[column["type"]]
        begin = start + column["offset"]
        if begin + column["length"] * dtype.itemsize > len(payload):
            raise ValueError(f"the container ends within column {column['name']}")
        columns[column["name"]] = np.frombuffer(payload, dtype=dtype, count=column["length"], offset=begin)
    return header, columns


def _facet_columns(facet: Facet) -> dict[str, npt.NDArray[Any]]:
    kind = np.uint8 if len(facet.values) < 255 else np.uint16
    if facet.is_multi:
        return _runs(f"facet.{facet.key}", facet.of_point, kind)
    missing = np.iinfo(kind).max
    single = [values[0] if values else missing for values in facet.of_point]
    return {f"facet.{facet.key}": np.asarray(single, dtype=kind)}


def _runs(name: str, rows: Sequence[tuple[int, ...]], kind: type[np.unsignedinteger[Any]]) -> dict[str, Any]:
    starts = np.zeros(len(rows) + 1, dtype=np.uint32)
    np.cumsum([len(row) for row in rows], out=starts[1:])
    items = np.asarray([item for row in rows for item in row], dtype=kind)
    return {f"{name}.start": starts, f"{name}.item": items}


def _text_columns(name: str, texts: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    encoded = [text.encode() for text in texts]
    starts = np.zeros(len(texts) + 1, dtype=np.uint32)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return {f"{name}.start": starts, f"{name}.bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8)}


def _position_columns(layout: Layout) -> dict[str, npt.NDArray[Any]]:
    points = np.asarray(layout.points, dtype=np.float64).reshape(-1, 2)
    scaled = np.clip(np.rint(points * FULL_SCALE), 0, FULL_SCALE).astype(np.uint16)
    return {f"x.{layout.key}": scaled[:, 0], f"y.{layout.key}": scaled[:, 1]}


def _hubs(layout: Layout) -> list[dict[str, float]]:
    return [
        {
            "value": hub.value,
            "x": round(hub.x * FULL_SCALE),
            "y": round(hub.y * FULL_SCALE),
            "r": round(hub.radius * FULL_SCALE),
            "angle": round(hub.angle, 3),
        }
        for hub in layout.hubs
    ]
