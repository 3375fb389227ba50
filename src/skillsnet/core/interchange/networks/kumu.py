"""Kumu's spreadsheet and blueprint, as Kumu's own guides describe what it imports."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from skillsnet.core.interchange.networks.values import Document, NetworkLink, NetworkNode, NodeField, Value
from skillsnet.core.text import clean

SEPARATOR, STAND_IN = "|", "¦"
# Kumu takes these for truth values, in any case.
_FORBIDDEN = frozenset({"yes", "no", "on", "off", "true", "false"})
# Names with a meaning of their own in Kumu, which a field of ours must not take.
_RESERVED = frozenset(
    {*("id", "label", "type", "description", "tags", "image", "email", "url", "location", "element", "connection")}
    | {*("from", "to", "direction", "strength")}
)
# Fields of ours that mean what one of Kumu's does.
_EQUIVALENTS = {"page": "URL"}
ELEMENT_TYPE = "Project"
ELEMENT_COLUMNS = ("ID", "Label", "Type", "Tags")
CONNECTION_COLUMNS = ("ID", "From", "To", "Type", "Direction", "Strength")


def kumu_field_names(fields: Sequence[NodeField]) -> dict[str, str]:
    """Return a name that Kumu takes for each field.

    Parameters
    ----------
    fields : sequence of NodeField

    Returns
    -------
    dict of str to str
        By key, in the fields' order; no two alike in any case, none forbidden or with a meaning of its own in Kumu.

    Examples
    --------
    >>> labels = {"a": "Yes", "b": "Type", "c": "Stage", "d": "stage"}
    >>> kumu_field_names([NodeField(key, label) for key, label in labels.items()])
    {'a': 'Yes (field)', 'b': 'Type (field)', 'c': 'Stage', 'd': 'stage (2)'}
    """
    names: dict[str, str] = {}
    used_names: set[str] = set()
    for field in fields:
        if field.key in _EQUIVALENTS:
            names[field.key] = _EQUIVALENTS[field.key]
            continue
        name = " ".join(clean(field.label).replace(SEPARATOR, STAND_IN).split()) or field.key
        if name.casefold() in _FORBIDDEN or name.casefold() in _RESERVED:
            name += " (field)"
        base_name, number = name, 2
        while name.casefold() in used_names:
            name, number = f"{base_name} ({number})", number + 1
        used_names.add(name.casefold())
        names[field.key] = name
    return names


def kumu_elements(document: Document, *, tags: str = "category") -> Iterator[list[str]]:
    """Yield the rows of Kumu's sheet of elements, its header first.

    Parameters
    ----------
    document : Document
    tags : str
        Key of the field whose values become tags.

    Yields
    ------
    list of str
        Several values are joined by pipes; a pipe within one becomes a broken bar, since Kumu has no escape for it.

    Notes
    -----
    O(nodes) time, O(1) memory.

    Examples
    --------
    >>> from datetime import date
    >>> fields = (NodeField("category", "Category", "texts"),)
    >>> node = NetworkNode("7", "A|B", {"category": ("x", "y")})
    >>> list(kumu_elements(Document("T", "D", date(2026, 1, 2), fields, lambda: [node], tuple, {})))
    [['ID', 'Label', 'Type', 'Tags'], ['7', 'A¦B', 'Project', 'x|y']]
    """
    names = kumu_field_names([field for field in document.fields if field.key != tags])
    yield [*ELEMENT_COLUMNS, *names.values()]
    for node in document.nodes():
        own_cells = [
            node.id,
            _without_separator(node.label) or node.id,
            ELEMENT_TYPE,
            _join_values(node.values.get(tags, ())),
        ]
        yield own_cells + [_join_values(node.values.get(key, "")) for key in names]


def kumu_connections(document: Document) -> Iterator[list[str]]:
    """Yield the rows of Kumu's sheet of connections, its header first; links of any kind have ids of their own.

    Parameters
    ----------
    document : Document

    Yields
    ------
    list of str

    Examples
    --------
    >>> from datetime import date
    >>> link = NetworkLink("1", "2", "tie", "mutual")
    >>> list(kumu_connections(Document("T", "D", date(2026, 1, 2), (), tuple, lambda: [link], {"tie": "Tie"})))[1]
    ['tie-1-2', '1', '2', 'Tie', 'mutual', '']
    """
    yield list(CONNECTION_COLUMNS)
    for connection in document.connections():
        strength = "" if connection.strength is None else f"{connection.strength:.4g}"
        kind = _without_separator(document.kind_labels.get(connection.kind, connection.kind))
        ends = [connection.source, connection.target]
        yield [_connection_id(connection), *ends, kind, connection.direction, strength]


def kumu_blueprint(document: Document, *, tags: str = "category") -> Iterator[str]:
    """Yield a network as Kumu's JSON blueprint: flat fields, arrays for several values.

    Parameters
    ----------
    document : Document
    tags : str
        Key of the field whose values become tags.

    Yields
    ------
    str
        Pieces of one JSON object with ``elements`` and ``connections`` only, since a remote link accepts no more.

    Examples
    --------
    >>> from datetime import date
    >>> one = Document("T", "D", date(2026, 1, 2), (), lambda: [NetworkNode("1", "A", {})], tuple, {})
    >>> json.loads("".join(kumu_blueprint(one)))
    {'elements': [{'id': '1', 'label': 'A', 'type': 'Project'}], 'connections': []}
    """
    names = kumu_field_names([field for field in document.fields if field.key != tags])
    yield '{"elements": ['
    yield from _json_items(_element(node, names, tags) for node in document.nodes())
    yield '],\n"connections": ['
    yield from _json_items(_link(connection, document.kind_labels) for connection in document.connections())
    yield "]}\n"


def _element(node: NetworkNode, names: Mapping[str, str], tags: str) -> dict[str, object]:
    tagged = node.values.get(tags, ())
    element: dict[str, object] = {"id": node.id, "label": clean(node.label) or node.id, "type": ELEMENT_TYPE}
    if tagged:
        element["tags"] = [clean(text) for text in tagged] if isinstance(tagged, tuple) else [clean(str(tagged))]
    field_values = {name: _blueprint_value(node.values[key]) for key, name in names.items() if key in node.values}
    return {**element, **field_values}


def _link(connection: NetworkLink, labels: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {
        "id": _connection_id(connection),
        "from": connection.source,
        "to": connection.target,
        "type": labels.get(connection.kind, connection.kind),
        "direction": connection.direction,
    }
    return values if connection.strength is None else {**values, "strength": round(connection.strength, 4)}


def _connection_id(connection: NetworkLink) -> str:
    return f"{connection.kind}-{connection.source}-{connection.target}"


def _json_items(items: Iterable[dict[str, object]]) -> Iterator[str]:
    for index, item in enumerate(items):
        yield (",\n" if index else "\n") + json.dumps(item, ensure_ascii=False)


def _blueprint_value(value: Value) -> str | int | float | list[str]:
    if isinstance(value, tuple):
        return [clean(text) for text in value]
    return clean(value) if isinstance(value, str) else value


def _join_values(value: Value) -> str:
    parts = value if isinstance(value, tuple) else (str(value),)
    return SEPARATOR.join(_without_separator(part) for part in parts)


def _without_separator(text: str) -> str:
    """Return a text in one piece: clean, without the sign that parts values."""
    return clean(text).replace(SEPARATOR, STAND_IN)
