"""What was found or made for the parts of a batch of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import words_for_computing


@dataclass
class UpsertResult:
    """Rows found or made for keys: ids by key, which are new, and what replaced fields held before."""

    ids: dict[str, int] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)
    before: dict[int, dict[str, Any]] = field(default_factory=dict)
    now: dict[int, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def replace(self, found: Organisation | Person, values: Mapping[str, str]) -> bool:
        """Give a found row other values, note what they replaced, and return whether anything changed."""
        changed = {name: value for name, value in values.items() if value != getattr(found, name)}
        if not changed:
            return False
        before, now = self.before.setdefault(found.pk, {}), self.now.setdefault(found.pk, {})
        for name in changed:
            before.setdefault(name, words_for_computing(getattr(found, name)))
        now.update(changed)
        for name, value in changed.items():
            setattr(found, name, value)
        return True


def first_by_key(wanted: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the first item of each key."""
    first: dict[str, Mapping[str, Any]] = {}
    for item in wanted:
        first.setdefault(item["key"], item)
    return first


def owned_values(wanted: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """Return by key the values of the fields that items own: each field is the first item's that fills it in."""
    owned: dict[str, dict[str, str]] = {}
    for item in wanted:
        for name in item["owns"]:
            owned.setdefault(item["key"], {}).setdefault(name, item[name])
    return owned


def restore(model: type[Organisation] | type[Person], changes: Sequence[Mapping[str, Any]]) -> None:
    """Put each value back where nobody has changed it since."""
    for item in changes:
        for name, was in item["was"].items():
            model._default_manager.filter(pk=item["id"], **{name: item["now"][name]}).update(**{name: was})
