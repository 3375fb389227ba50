"""Columns that hold words of people: they give `UnmaskedText`, and take it or plain text."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from skillsnet.core.text.unmasked import UnmaskedText, raw_words, withheld_in

# Where a row keeps the names that are withheld from its texts, and the country its numbers are from.
WITHHELD, COUNTRY = "withheld", "country"

if TYPE_CHECKING:
    CharField = models.CharField[str | UnmaskedText, UnmaskedText]
    TextField = models.TextField[str | UnmaskedText, UnmaskedText]
    URLField = models.URLField[str | UnmaskedText, UnmaskedText]
    JSONField = models.JSONField[Any, Any]
else:
    CharField, TextField, URLField, JSONField = models.CharField, models.TextField, models.URLField, models.JSONField


class _Words(DeferredAttribute):
    """Gives the words of a row with what the row's other columns say of them; never asks the database for those."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        words, attributes = super().__get__(instance, cls), instance.__dict__
        if words is None:
            return None
        names = () if getattr(self.field, "has_no_names", False) else attributes.get(WITHHELD)
        return UnmaskedText(
            words, country=attributes.get(COUNTRY) or "", withheld=None if names is None else withheld_in(names)
        )

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = raw_words(value)


class _Unmasked:
    """What the columns have in common. In migrations they are Django's own, so that nothing in a database changes."""

    descriptor_class: Any = _Words

    def __init__(self, *args: Any, has_no_names: bool = False, **kwargs: Any) -> None:
        self.has_no_names = has_no_names
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the column as Django's own."""
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        django_class = next(base for base in type(self).__mro__ if base.__module__.startswith("django."))
        return name, f"django.db.models.{django_class.__name__}", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return what `values_list` gives: words of which nobody has said yet which names are withheld."""
        return None if value is None else UnmaskedText(value, withheld=() if self.has_no_names else None)

    def to_python(self, value: Any) -> Any:
        """Return a value as the column keeps it."""
        return super().to_python(raw_words(value))  # type: ignore[misc]

    def get_prep_value(self, value: Any) -> Any:
        """Return a value as it goes into a query."""
        return super().get_prep_value(raw_words(value))  # type: ignore[misc]


class UnmaskedCharField(_Unmasked, CharField):
    """A line of words; `has_no_names` where names of people are kept out when it is written."""


class UnmaskedTextField(_Unmasked, TextField):
    """A text."""


class UnmaskedURLField(_Unmasked, URLField):
    """An address on the web."""


class UnmaskedJSONField(JSONField):
    """Cells of a file by their columns' names: every text in them is an `UnmaskedText`."""

    class _Cells(DeferredAttribute):
        def __set__(self, instance: models.Model, value: Any) -> None:
            instance.__dict__[self.field.attname] = wrapped(value)

    descriptor_class = _Cells

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the column as Django's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Any:
        """Return the cells, their texts unmasked."""
        return wrapped(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        """Return the cells as JSON takes them."""
        return super().get_prep_value(unwrapped(value))


def wrapped(cell: Any) -> Any:
    """Return a value of JSON with every text in it unmasked."""
    if isinstance(cell, str):
        return UnmaskedText(cell)
    if isinstance(cell, dict):
        return {name: wrapped(value) for name, value in cell.items()}
    return [wrapped(value) for value in cell] if isinstance(cell, list) else cell


def unwrapped(cell: Any) -> Any:
    """Return a value of JSON with plain texts again; for the database and `participants.texts` alone."""
    if isinstance(cell, UnmaskedText):
        return raw_words(cell)
    if isinstance(cell, dict):
        return {name: unwrapped(value) for name, value in cell.items()}
    return [unwrapped(value) for value in cell] if isinstance(cell, list) else cell
