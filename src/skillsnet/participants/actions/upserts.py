"""What a batch of rows states of organisations and people, and what was found or made for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, TypeVar

from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import words_for_computing

FILLED_IN = ("external_id", "website", "city")
ORGANISATION_FIELDS = ("name", "type", "country", *FILLED_IN)


@dataclass(frozen=True)
class OrganisationItem:
    """An organisation as a row of a file states it.

    Attributes
    ----------
    key
        The folded name and country under which the row states it.
    existing_id
        The organisation it was found to be; None when one is made for it.
    new_key
        The key of the one that is made for it and for others of its kind.
    values
        Its fields, empty texts for what is not stated.
    owned_fields
        The fields whose values are this row's own, not those of an earlier row.
    taken_fields
        The fields whose values replace what the existing organisation says, as somebody chose.
    kept_fields
        The fields of the existing organisation that stay, as somebody chose.
    """

    key: str
    existing_id: int | None
    new_key: str
    values: Mapping[str, str]
    owned_fields: tuple[str, ...]
    taken_fields: tuple[str, ...] = ()
    kept_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonItem:
    """A person as a row of a file states them; `owned_fields` are those whose values are not an earlier row's."""

    key: str
    values: Mapping[str, str]
    owned_fields: tuple[str, ...]


Item = TypeVar("Item", OrganisationItem, PersonItem)


class Replacement(TypedDict):
    """What a row replaced in an organisation or a person, as the row keeps it to be undone."""

    id: int
    was: Mapping[str, str]
    now: Mapping[str, str]


@dataclass
class UpsertResult:
    """Rows found or made for keys: ids by key, which are new, and what replaced fields held before."""

    ids: dict[str, int] = field(default_factory=dict)
    new_ids: set[int] = field(default_factory=set)
    before: dict[int, dict[str, str]] = field(default_factory=dict)
    now: dict[int, dict[str, str]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def replace(self, existing: Organisation | Person, values: Mapping[str, str]) -> bool:
        """Give an existing row other values, note what they replaced, and return whether anything changed."""
        new_values = {name: value for name, value in values.items() if value != getattr(existing, name)}
        if not new_values:
            return False
        before, now = self.before.setdefault(existing.pk, {}), self.now.setdefault(existing.pk, {})
        for name in new_values:
            before.setdefault(name, words_for_computing(getattr(existing, name)))
        now.update(new_values)
        for name, value in new_values.items():
            setattr(existing, name, value)
        return True


def first_by_key(items: Iterable[Item]) -> dict[str, Item]:
    """Return the first item of each key."""
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.key, item)
    return first


def owned_values(items: Iterable[OrganisationItem | PersonItem]) -> dict[str, dict[str, str]]:
    """Return by key the values of the fields that items own: each field is the first item's that fills it in."""
    owned: dict[str, dict[str, str]] = {}
    for item in items:
        for name in item.owned_fields:
            owned.setdefault(item.key, {}).setdefault(name, item.values[name])
    return owned


def restore(model: type[Organisation] | type[Person], replacements: Sequence[Replacement]) -> None:
    """Put each value back where nobody has changed it since."""
    for item in replacements:
        for name, was in item["was"].items():
            model._default_manager.filter(pk=item["id"], **{name: item["now"][name]}).update(**{name: was})
