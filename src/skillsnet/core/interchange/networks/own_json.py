"""The platform's own JSON (docs/reference/map-exports.md)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from skillsnet.core.interchange.networks.values import Connection, Document, Point

FORMAT, VERSION = "skillsnet-network", 1


def network_json(document: Document) -> Iterator[str]:
    """Yield a network as the platform's own JSON.

    Parameters
    ----------
    document : Document

    Yields
    ------
    str
        Pieces of one JSON object with ``format``, ``version``, ``title``, ``description``, ``madeOn``, ``fields``,
        ``points`` and ``links``.

    Notes
    -----
    O(points + connections) time, O(1) memory.

    Examples
    --------
    >>> from datetime import date
    >>> one = Document("T", "D", date(2026, 1, 2), (), lambda: [Point("1", "A", {}, x=0.5, y=0.25)], tuple, {})
    >>> json.loads("".join(network_json(one)))["points"]
    [{'id': '1', 'label': 'A', 'x': 0.5, 'y': 0.25}]
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "title": document.title,
        "description": document.description,
        "madeOn": document.made_on.isoformat(),
        "fields": [{"key": field.key, "label": field.label, "kind": field.kind} for field in document.fields],
    }
    yield _text(head)[:-1] + ',\n"points": ['
    yield from _listed(_point(point) for point in document.points())
    yield '],\n"links": ['
    yield from _listed(_link(connection) for connection in document.connections())
    yield "]}\n"


def _listed(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    for place, item in enumerate(items):
        yield (",\n" if place else "\n") + _text(item)


def _text(item: dict[str, Any]) -> str:
    # Halves of surrogate pairs stay escapes, so that the whole can be written as UTF-8.
    return json.dumps(item, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _point(point: Point) -> dict[str, Any]:
    place = {} if point.x is None or point.y is None else {"x": round(point.x, 5), "y": round(point.y, 5)}
    colour = {"colour": point.colour} if point.colour else {}
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in point.values.items()}
    return {"id": point.id, "label": point.label, **place, **colour, **({"values": values} if values else {})}


def _link(connection: Connection) -> dict[str, Any]:
    strength = {} if connection.strength is None else {"strength": round(connection.strength, 4)}
    told = {"source": connection.source, "target": connection.target, "kind": connection.kind}
    return {**told, "direction": connection.direction, **strength}
