"""One row of a sheet, or one object of a document, to an element or connection whose references are still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillsnet.core.interchange.kumu.texts import distinct, field_name, in_line, is_bookkeeping, without_markup
from skillsnet.core.interchange.kumu.values import Fields, Location, Notebook


@dataclass(frozen=True)
class ElementRecord:
    """An element as written; `ref` is the file's own key for it, and `is_typed` whether its type tells it apart."""

    ref: str
    id: str
    label: str
    type: str
    is_typed: bool
    fields: Fields
    location: Location


@dataclass(frozen=True)
class ConnectionRecord:
    """A connection as written: what it says it comes from and goes to, and its direction as it stands there."""

    ref: str
    id: str
    source: str
    targets: tuple[str, ...]
    type: str
    label: str
    direction: str
    fields: Fields
    location: Location


RawFields = Sequence[tuple[str, tuple[str, ...]]]


def element_record(
    raw_fields: RawFields, *, ref: str, is_typed: bool, location: Location, notebook: Notebook
) -> ElementRecord:
    """Return an element from its names and values.

    Parameters
    ----------
    raw_fields
        Names, as they stand there, with their values.
    ref
        The file's own key for it, or empty.
    is_typed
        Whether the sheet has a column of types; one without id is then matched by label and type.
    location
        Where it stands.
    notebook
        Takes what is noticed.

    Returns
    -------
    ElementRecord
        Its fields are without the id, label and type.

    Examples
    --------
    >>> record = element_record([("label", ("Ada",)), ("region", ("Africa",))], ref="", is_typed=False,
    ...     location=("elements", 1), notebook=Notebook())
    >>> record.label, record.fields
    ('Ada', {'Region': ('Africa',)})
    """
    values = _values_by_name(raw_fields)
    id_, label = _pop_text(values, "ID"), _pop_text(values, "Label")
    kind = _pop_text(values, "Element type") or _pop_text(values, "Type")
    return ElementRecord(ref, id_, label, kind, is_typed, _fields(values, location, notebook), location)


def connection_record(raw_fields: RawFields, *, ref: str, location: Location, notebook: Notebook) -> ConnectionRecord:
    """Return a connection from its names and values.

    Parameters
    ----------
    raw_fields
        Names, as they stand there, with their values.
    ref
        The file's own key for it, or empty.
    location
        Where it stands.
    notebook
        Takes what is noticed.

    Returns
    -------
    ConnectionRecord
        Its fields are without the id, ends, label, type and direction.

    Examples
    --------
    >>> connection_record([("From", ("Ada",)), ("To", ("Bo", "Cy"))], ref="", location=("elements", 1),
    ...     notebook=Notebook()).targets
    ('Bo', 'Cy')
    """
    values = _values_by_name(raw_fields)
    source = _pop_text(values, "From")
    targets = tuple(in_line(value) for value in values.pop("to", ("", ()))[1])
    id_, label, direction = _pop_text(values, "ID"), _pop_text(values, "Label"), _pop_text(values, "Direction")
    kind = _pop_text(values, "Connection type") or _pop_text(values, "Type")
    return ConnectionRecord(
        ref, id_, source, targets, kind, label, direction, _fields(values, location, notebook), location
    )  # fmt: skip


def _values_by_name(raw_fields: RawFields) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the values by the name in lower case; the same name twice has the values of both."""
    values: dict[str, tuple[str, tuple[str, ...]]] = {}
    for raw, texts in raw_fields:
        name = field_name(raw)
        first_name, before = values.get(name.casefold(), (name, ()))
        values[name.casefold()] = (first_name, distinct((*before, *texts)))
    return values


def _pop_text(values: dict[str, tuple[str, tuple[str, ...]]], name: str) -> str:
    return in_line(" | ".join(values.pop(name.casefold(), ("", ()))[1]))


def _fields(values: Mapping[str, tuple[str, tuple[str, ...]]], location: Location, notebook: Notebook) -> Fields:
    fields = {}
    for name, texts in values.values():
        if not texts or not name or is_bookkeeping(name):
            continue
        plain = tuple(without_markup(text) for text in texts) if name == "Description" else texts
        if plain != texts:
            notebook.add("markup_reduced", location=location)
        clean_texts = distinct(plain)
        if clean_texts:
            fields[name] = clean_texts
    return fields
