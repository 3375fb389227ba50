"""The platform's own JSON (docs/reference/map-exports.md)."""

import json
from collections.abc import Iterable, Iterator, Mapping

from skillsnet.core.interchange.networks.values import Document, NetworkLink, NetworkNode

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
        ``nodes`` and ``links``.

    Notes
    -----
    O(nodes + connections) time, O(1) memory.

    Examples
    --------
    >>> from datetime import date
    >>> one = Document("T", "D", date(2026, 1, 2), (), lambda: [NetworkNode("1", "A", {}, x=0.5, y=0.25)], tuple, {})
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
    yield _dump(head)[:-1] + ',\n"points": ['
    yield from _json_items(_node(node) for node in document.nodes())
    yield '],\n"links": ['
    yield from _json_items(_link(connection) for connection in document.connections())
    yield "]}\n"


def _json_items(items: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for index, item in enumerate(items):
        yield (",\n" if index else "\n") + _dump(item)


def _dump(item: Mapping[str, object]) -> str:
    # Halves of surrogate pairs stay escapes, so that the whole can be written as UTF-8.
    return json.dumps(item, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _node(node: NetworkNode) -> dict[str, object]:
    position = {} if node.x is None or node.y is None else {"x": round(node.x, 5), "y": round(node.y, 5)}
    colour = {"colour": node.colour} if node.colour else {}
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in node.values.items()}
    return {"id": node.id, "label": node.label, **position, **colour, **({"values": values} if values else {})}


def _link(connection: NetworkLink) -> dict[str, object]:
    strength = {} if connection.strength is None else {"strength": round(connection.strength, 4)}
    values = {"source": connection.source, "target": connection.target, "kind": connection.kind}
    return {**values, "direction": connection.direction, **strength}
