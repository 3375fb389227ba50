"""What was found or made for the parts of a batch of rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.participants.models import Organisation, Person


@dataclass
class Settled:
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
        self.before[found.pk] = {name: getattr(found, name) for name in changed}
        self.now[found.pk] = changed
        for name, value in changed.items():
            setattr(found, name, value)
        return True


def first_by_key(wanted: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Return the first item of each key."""
    first: dict[str, Mapping[str, Any]] = {}
    for item in wanted:
        first.setdefault(item["key"], item)
    return first


def restore(model: type[Organisation] | type[Person], changes: Sequence[Mapping[str, Any]]) -> None:
    """Put values back where nobody has changed them since."""
    for item in changes:
        model._default_manager.filter(pk=item["id"], **item["now"]).update(**item["was"])
