"""One row of a sheet, or one object of a document, to an element or connection whose references are still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillsnet.core.interchange.kumu.texts import distinct, field_name, in_line, is_bookkeeping, without_markup
from skillsnet.core.interchange.kumu.values import Fields, Notebook, Place


@dataclass(frozen=True)
class ElementRecord:
    """An element as written; `ref` is the file's own key for it, and `is_typed` whether its type tells it apart."""

    ref: str
    id: str
    label: str
    type: str
    is_typed: bool
    fields: Fields
    place: Place


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
    place: Place


Written = Sequence[tuple[str, tuple[str, ...]]]


def element_record(written: Written, *, ref: str, is_typed: bool, place: Place, notebook: Notebook) -> ElementRecord:
    """Return an element from its names and values.

    Parameters
    ----------
    written
        Names, as they stand there, with their values.
    ref
        The file's own key for it, or empty.
    is_typed
        Whether the sheet has a column of types; one without id is then matched by label and type.
    place
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
    ...     place=("elements", 1), notebook=Notebook())
    >>> record.label, record.fields
    ('Ada', {'Region': ('Africa',)})
    """
    values = _gathered(written)
    id_, label = _taken(values, "ID"), _taken(values, "Label")
    kind = _taken(values, "Element type") or _taken(values, "Type")
    return ElementRecord(ref, id_, label, kind, is_typed, _fields(values, place, notebook), place)


def connection_record(written: Written, *, ref: str, place: Place, notebook: Notebook) -> ConnectionRecord:
    """Return a connection from its names and values.

    Parameters
    ----------
    written
        Names, as they stand there, with their values.
    ref
        The file's own key for it, or empty.
    place
        Where it stands.
    notebook
        Takes what is noticed.

    Returns
    -------
    ConnectionRecord
        Its fields are without the id, ends, label, type and direction.

    Examples
    --------
    >>> connection_record([("From", ("Ada",)), ("To", ("Bo", "Cy"))], ref="", place=("elements", 1),
    ...     notebook=Notebook()).targets
    ('Bo', 'Cy')
    """
    values = _gathered(written)
    source = _taken(values, "From")
    targets = tuple(in_line(value) for value in values.pop("to", ("", ()))[1])
    id_, label, direction = _taken(values, "ID"), _taken(values, "Label"), _taken(values, "Direction")
    kind = _taken(values, "Connection type") or _taken(values, "Type")
    return ConnectionRecord(
        ref, id_, source, targets, kind, label, direction, _fields(values, place, notebook), place
    )  # fmt: skip


def _gathered(written: Written) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the values by the name in lower case; the same name twice has the values of both."""
    values: dict[str, tuple[str, tuple[str, ...]]] = {}
    for raw, texts in written:
        name = field_name(raw)
        shown, before = values.get(name.casefold(), (name, ()))
        values[name.casefold()] = (shown, distinct((*before, *texts)))
    return values


def _taken(values: dict[str, tuple[str, tuple[str, ...]]], name: str) -> str:
    return in_line(" | ".join(values.pop(name.casefold(), ("", ()))[1]))


def _fields(values: Mapping[str, tuple[str, tuple[str, ...]]], place: Place, notebook: Notebook) -> Fields:
    fields = {}
    for name, texts in values.values():
        if not texts or not name or is_bookkeeping(name):
            continue
        plain = tuple(without_markup(text) for text in texts) if name == "Description" else texts
        if plain != texts:
            notebook.add("markup_reduced", place=place)
        kept = distinct(plain)
        if kept:
            fields[name] = kept
    return fields
