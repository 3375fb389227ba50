"""Records to a project: which of them are the same element, and what connections lead to."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from skillsnet.core.interchange.kumu.records import ConnectionRecord, ElementRecord
from skillsnet.core.interchange.kumu.texts import in_line
from skillsnet.core.interchange.kumu.values import DIRECTIONS, Connection, Element, KumuProject, Location, Notebook
from skillsnet.core.text import fold

# Fits where the platform keeps an application's number, with a type or count behind it.
MAX_REF_CHARS: Final = 90
_DIGEST_BYTES: Final = 5


def assemble(
    elements: Sequence[ElementRecord],
    connections: Sequence[ConnectionRecord],
    notebook: Notebook,
    *,
    direction: str = "undirected",
    creates: bool = False,
) -> KumuProject:
    """Return the project that records make together.

    Parameters
    ----------
    elements, connections
        Records in the file's order.
    notebook
        Takes what is noticed.
    direction
        Direction of a connection that states none.
    creates
        Whether connections without any elements make them, as Kumu itself does; else those lead nowhere.

    Returns
    -------
    KumuProject
        Elements match by the file's key, else by id, else by label and type, else by label, and the last record
        wins field by field. Connections that lead nowhere are left out and noted.

    Examples
    --------
    >>> ada = ElementRecord("", "", "Ada", "", False, {}, ("People", 2))
    >>> again = ElementRecord("", "", "Ada", "", False, {"Region": ("Africa",)}, ("People", 3))
    >>> assemble([ada, again], [], Notebook()).elements[0].fields
    {'Region': ('Africa',)}
    """
    creates = creates and not elements
    if creates:
        elements = list(_elements_from(connections))
        notebook.add("elements_created", "; ".join(record.label for record in elements[:3]), count=len(elements))
    elements_with_origin = _with_refs(_merge_matching(elements, notebook))
    index = _index(elements_with_origin)
    _note_labels([element for element, _ in elements_with_origin], notebook)
    lines = list(_connections(connections, index, direction=direction, notebook=notebook))
    return KumuProject(tuple(element for element, _ in elements_with_origin), tuple(lines), notebook.notes())


def _elements_from(connections: Iterable[ConnectionRecord]) -> Iterator[ElementRecord]:
    labels: set[str] = set()
    for record in connections:
        # A pipe in To parts several elements; nothing here says otherwise.
        for text in (record.source, *(part for target in record.targets for part in _parts(target))):
            if text and text not in labels:
                labels.add(text)
                yield ElementRecord(
                    ref="", id="", label=text, type="", is_typed=False, fields={}, location=record.location
                )


def _merge_matching(records: Iterable[ElementRecord], notebook: Notebook) -> list[ElementRecord]:
    """Return one record for each element, in the order of their first ones."""
    unique_records: list[ElementRecord] = []
    positions: dict[tuple[str, ...], int] = {}
    for record in records:
        key = _key(record)
        position = positions.get(key) if key else None
        if position is None:
            position = len(unique_records)
            unique_records.append(record)
            if not record.label:
                notebook.add("element_unlabelled", record.id or record.ref, record.location)
        else:
            notebook.add("id_repeated" if key[0] != "label" else "element_repeated", key[1], record.location)
            unique_records[position] = _merge_records(unique_records[position], record)
        for name in _names(unique_records[position]):
            positions.setdefault(name, position)
    return unique_records


def _key(record: ElementRecord) -> tuple[str, ...]:
    if record.ref:
        return ("ref", record.ref)
    if record.id:
        return ("id", record.id)
    if record.is_typed and record.label:
        return ("label", record.label, record.type)
    return ("label", record.label) if record.label else ()


def _names(record: ElementRecord) -> Iterator[tuple[str, ...]]:
    if record.ref:
        # The file's own keys tell its elements apart: nothing else does.
        yield ("ref", record.ref)
        return
    if record.id:
        yield ("id", record.id)
    if record.label:
        yield ("label", record.label)
        yield ("label", record.label, record.type)


def _merge_records(old: ElementRecord, new: ElementRecord) -> ElementRecord:
    return replace(
        old,
        id=new.id or old.id,
        label=new.label or old.label,
        type=new.type or old.type,
        fields={**old.fields, **new.fields},
        location=new.location,
    )


def _with_refs(records: Sequence[ElementRecord]) -> list[tuple[Element, bool]]:
    """Return the elements with refs that differ, each with whether its ref is the file's own."""
    own_refs = {record.ref for record in records} - {""}
    used_refs = own_refs | {record.id for record in records if not record.ref}
    elements = []
    for record in records:
        ref = record.ref
        if not ref:
            is_free = record.id and record.id not in own_refs
            ref = record.id if is_free else _free(_possible_refs(record), used_refs)
        elements.append(
            (Element(ref, record.id, record.label, record.type, record.fields, record.location), ref in own_refs)
        )
    return elements


def _possible_refs(record: ElementRecord) -> Iterator[str]:
    base = short_ref(record.label or record.id) or f"{record.location[0]} {record.location[1]}"
    yield base
    if record.type and len(record.type) < MAX_REF_CHARS // 4:
        base = f"{base} ({record.type})"
    yield from _number_names(base, first=1)


def _number_names(base: str, *, first: int) -> Iterator[str]:
    return (base if number == 1 else f"{base} ({number})" for number in count(first))


def _free(names: Iterable[str], used_names: set[str]) -> str:
    name = next(name for name in names if name not in used_names)
    used_names.add(name)
    return name


def short_ref(label: str) -> str:
    """Return a label as a ref: itself, or where it is long its start and a digest of the whole.

    Parameters
    ----------
    label
        Label in one line.

    Returns
    -------
    str
        At most `MAX_REF_CHARS` characters, the same for the same label every time.

    Examples
    --------
    >>> short_ref("Atelier Ada"), len(short_ref("Atelier " * 40))
    ('Atelier Ada', 90)
    """
    if len(label) <= MAX_REF_CHARS:
        return label
    digest = hashlib.blake2b(label.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()
    return f"{label[: MAX_REF_CHARS - len(digest) - 1]}-{digest}"


def _note_labels(elements: Iterable[Element], notebook: Notebook) -> None:
    labels: set[str] = set()
    for element in elements:
        if element.label in labels:
            notebook.add("label_shared", element.label, element.location)
        elif element.label:
            labels.add(element.label)


@dataclass
class _Index:
    """What an element can be named by; the first of several wins."""

    refs: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    labels: dict[str, list[str]] = field(default_factory=dict)
    alike: dict[str, list[str]] = field(default_factory=dict)

    def find(self, text: str, location: Location, notebook: Notebook) -> str | None:
        exact = self.refs.get(text) or self.ids.get(text)
        if exact:
            return exact
        refs = self.labels.get(text)
        if refs:
            if len(refs) > 1:
                notebook.add("label_ambiguous", text, location)
            return refs[0]
        alike = self.alike.get(fold(text), [])
        if len(alike) == 1:
            notebook.add("matched_by_likeness", text, location)
            return alike[0]
        return None


def _index(elements: Iterable[tuple[Element, bool]]) -> _Index:
    index = _Index()
    for element, has_own_ref in elements:
        if has_own_ref:
            index.refs[element.ref] = element.ref
        if element.id:
            index.ids.setdefault(element.id, element.ref)
        if element.label:
            index.labels.setdefault(element.label, []).append(element.ref)
        alike = {fold(element.label), fold(element.id)} - {""}
        for name in sorted(alike):
            index.alike.setdefault(name, []).append(element.ref)
    return index


def _connections(
    records: Iterable[ConnectionRecord], index: _Index, *, direction: str, notebook: Notebook
) -> Iterator[Connection]:
    used_refs: set[str] = set()
    seen_keys: set[tuple[object, ...]] = set()
    for record in _last_of_each(records, notebook):
        own_direction = _direction(record, direction, notebook)
        for ordinal, (source, target) in enumerate(_ends(record, index, notebook), start=1):
            content_key = (
                source,
                target,
                record.type,
                record.label,
                own_direction,
                tuple(sorted(record.fields.items())),
            )
            if not (record.ref or record.id):
                if content_key in seen_keys:
                    notebook.add("connection_repeated", _describe(record), record.location)
                    continue
                seen_keys.add(content_key)
            base = record.ref or record.id or f"{record.location[0]} {record.location[1]}"
            yield Connection(
                ref=_free(_number_names(base, first=ordinal), used_refs),
                id=record.id,
                source=source,
                target=target,
                type=record.type,
                label=record.label,
                direction=own_direction,
                fields=record.fields,
                location=record.location,
            )


def _last_of_each(records: Iterable[ConnectionRecord], notebook: Notebook) -> list[ConnectionRecord]:
    last_by_key: dict[tuple[str, str | int], ConnectionRecord] = {}
    for position, record in enumerate(records):
        key: tuple[str, str | int] = ("", position)
        if record.ref or record.id:
            key = ("ref", record.ref) if record.ref else ("id", record.id)
        if key in last_by_key:
            notebook.add("connection_id_repeated", str(key[1]), record.location)
        last_by_key[key] = record
    return list(last_by_key.values())


def _ends(record: ConnectionRecord, index: _Index, notebook: Notebook) -> Iterator[tuple[str, str]]:
    if not record.source or not any(record.targets):
        notebook.add("connection_incomplete", _describe(record), record.location)
        return
    source = index.find(record.source, record.location, notebook)
    targets = [end for text in record.targets if text for end in _targets(text, record.location, index, notebook)]
    for target in targets:
        if source is None or target is None:
            notebook.add("connection_dangling", _describe(record), record.location)
        else:
            yield source, target


def _targets(text: str, location: Location, index: _Index, notebook: Notebook) -> list[str | None]:
    """Return what a `To` names: one element, or several between pipes unless a label holds the pipe itself."""
    target = index.find(text, location, notebook)
    if target is not None or "|" not in text:
        return [target]
    return [index.find(part, location, notebook) for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return [part for part in (in_line(part) for part in text.split("|")) if part]


def _describe(record: ConnectionRecord) -> str:
    return f"{record.source} → {' | '.join(record.targets)}"


def _direction(record: ConnectionRecord, otherwise: str, notebook: Notebook) -> str:
    if not record.direction:
        notebook.add("direction_absent", location=record.location)
        return otherwise
    stated_direction = record.direction.casefold()
    if stated_direction in DIRECTIONS:
        return stated_direction
    notebook.add("direction_unknown", record.direction, record.location)
    return otherwise
