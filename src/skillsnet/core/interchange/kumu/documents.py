"""Kumu's JSON: blueprints with flat fields, and full backups."""

from collections.abc import Iterator, Mapping
from typing import Final

from skillsnet.core.interchange.kumu.assembly import assemble
from skillsnet.core.interchange.kumu.records import (
    ConnectionRecord,
    ElementRecord,
    RawFields,
    connection_record,
    element_record,
)
from skillsnet.core.interchange.kumu.texts import as_text, as_texts, in_line, is_bookkeeping
from skillsnet.core.interchange.kumu.values import DIRECTIONS, KumuProject, Location, Notebook, NotKumu

Object = Mapping[str, object]
# What stands beside the attributes of a connection in a backup.
_BESIDE: Final = ("from", "to", "direction")


def is_kumu_document(document: object) -> bool:
    """Return whether parsed JSON is a Kumu blueprint or backup.

    Parameters
    ----------
    document
        What a JSON parser gave.

    Returns
    -------
    bool
        True for an object with lists of elements that have labels or connections that have ends, and for a backup
        that holds a definition only. Never raises.

    Examples
    --------
    >>> is_kumu_document({"elements": [{"label": "Ada"}]}), is_kumu_document({"nodes": [], "edges": []})
    (True, False)
    """
    if not isinstance(document, Mapping):
        return False
    parts = _lower(document)
    parts_present = [parts[name] for name in ("elements", "connections") if parts.get(name) is not None]
    if not all(isinstance(part, list) for part in parts_present):
        return False
    if isinstance(parts.get("attributes"), list) and isinstance(parts.get("maps"), list):
        return True
    elements, connections = _objects(parts.get("elements")), _objects(parts.get("connections"))
    if any(_is_labelled(item) for item in elements):
        return True
    if any(_is_between(item) for item in connections):
        return True
    return len(parts_present) == 2 and not any(parts_present)


def read_document(document: object) -> KumuProject:
    """Return the project in a Kumu blueprint or backup.

    Parameters
    ----------
    document
        What a JSON parser gave.

    Returns
    -------
    KumuProject
        Places are `elements` or `connections` with the position from 1.

    Raises
    ------
    NotKumu
        `not_an_object` or `other_shape`; nothing else is raised, whatever the JSON holds.

    Notes
    -----
    Loops are counted and left out, as are the maps' layout and views. Elements that stand on no map are kept, since
    a backup does not tell them from its trash, and noted. O(size).

    Examples
    --------
    >>> kumu = read_document({
    ...     "elements": [{"label": "Ada", "tags": ["a", "b"]}, {"Label": "Bo"}],
    ...     "connections": [{"from": "Ada", "to": "Bo", "direction": "mutual"}],
    ... })
    >>> kumu.elements[0].fields, kumu.connections[0].direction
    ({'Tags': ('a', 'b')}, 'mutual')
    """
    if not isinstance(document, Mapping):
        raise NotKumu("not_an_object")
    if not is_kumu_document(document):
        raise NotKumu("other_shape")
    parts, notebook = _lower(document), Notebook()
    is_backup = isinstance(parts.get("maps"), list)
    names = _names(parts.get("attributes"))
    elements = list(_elements(parts.get("elements"), names, notebook))
    connections = list(_connections(parts.get("connections"), names, notebook))
    loops = parts.get("loops")
    notebook.add("loops_left_out", count=len(loops) if isinstance(loops, list) else 0)
    if _objects(parts.get("maps")):
        _note_off_map(elements, parts.get("maps"), "elements", "element", notebook)
        _note_off_map(connections, parts.get("maps"), "connections", "connection", notebook)
    return assemble(
        elements, connections, notebook, direction=_default_direction(parts.get("maps")), creates=not is_backup
    )


def _lower(item: Object) -> dict[str, object]:
    """Return the object with its own keys in lower case; the first of two that become the same counts."""
    lower: dict[str, object] = {}
    for key, value in item.items():
        lower.setdefault(str(key).strip().casefold(), value)
    return lower


def _objects(value: object) -> list[Object]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _is_labelled(item: Object) -> bool:
    parts = _lower(item)
    inner = parts.get("attributes")
    attributes = _lower(inner) if isinstance(inner, Mapping) else parts
    return bool(as_text(attributes.get("label")))


def _is_between(item: Object) -> bool:
    parts = _lower(item)
    return all(parts.get(end) is not None and not isinstance(parts[end], Mapping) for end in ("from", "to"))


def _names(attributes: object) -> dict[str, str]:
    """Return field names in lower case to the names as they are shown."""
    texts = [as_text(item.get("name")) for item in _objects(attributes)]
    return {in_line(name).casefold(): in_line(name) for name in texts if name}


def _elements(items: object, names: Mapping[str, str], notebook: Notebook) -> Iterator[ElementRecord]:
    for ordinal, item in enumerate(items if isinstance(items, list) else [], start=1):
        location = ("elements", ordinal)
        if not isinstance(item, Mapping):
            notebook.add("element_unreadable", location=location)
            continue
        raw_fields = _raw_fields(item, names, location, notebook)
        is_typed = any(name.casefold() in ("type", "element type") for name, texts in raw_fields if texts)
        yield element_record(raw_fields, ref=_ref(item), is_typed=is_typed, location=location, notebook=notebook)


def _connections(items: object, names: Mapping[str, str], notebook: Notebook) -> Iterator[ConnectionRecord]:
    for ordinal, item in enumerate(items if isinstance(items, list) else [], start=1):
        location = ("connections", ordinal)
        if not isinstance(item, Mapping):
            notebook.add("connection_unreadable", location=location)
            continue
        if item.get("reversed") is True:
            notebook.add("connection_reversed", location=location)
        raw_fields = _raw_fields(item, names, location, notebook)
        yield connection_record(raw_fields, ref=_ref(item), location=location, notebook=notebook)


def _ref(item: Object) -> str:
    return in_line(as_text(item.get("_id")) or "")


def _raw_fields(item: Object, names: Mapping[str, str], location: Location, notebook: Notebook) -> RawFields:
    """Return an object's names and values, those in `attributes` where it has them."""
    inner = item.get("attributes")
    pairs = [(str(key), value) for key, value in item.items() if key != "_id"]
    if isinstance(inner, Mapping):
        beside = {key: value for key, value in pairs if key in _BESIDE}
        inner_pairs = [(str(key), value) for key, value in inner.items() if str(key) not in beside]
        pairs = [*inner_pairs, *beside.items()]
    raw_fields = []
    for key, value in pairs:
        if is_bookkeeping(key):
            continue
        texts, unreadable = as_texts(value)
        notebook.add("value_unreadable", key, location, count=unreadable)
        raw_fields.append((names.get(in_line(key).casefold(), key), texts))
    return raw_fields


def _default_direction(maps: object) -> str:
    for item in _objects(maps):
        direction = item.get("defaultConnectionDirection")
        if isinstance(direction, str) and direction in DIRECTIONS:
            return direction
    return "undirected"


def _note_off_map(
    records: list[ElementRecord] | list[ConnectionRecord], maps: object, part: str, key: str, notebook: Notebook
) -> None:
    on_map = {as_text(item.get(key)) for map_object in _objects(maps) for item in _objects(map_object.get(part))}
    for record in records:
        if record.ref and record.ref not in on_map:
            notebook.add(f"{part}_on_no_map", record.label, record.location)
