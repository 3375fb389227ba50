"""What an address says of the map beyond the choice: colour, size, the point that is selected, the theme."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.filters import Filters

Theme = Literal["auto", "light", "dark"]
THEMES: tuple[Theme, ...] = ("auto", "light", "dark")
_KEY = re.compile(r"^[a-z][a-z0-9-]{0,79}$")
_IDS = re.compile(r"^[0-9]{1,19}$")
_PATH = re.compile(r"^[0-9]{1,19},[0-9]{1,19}$")
_STEPS = re.compile(r"^[1-9]$")
_VIEW = re.compile(r"^-?[0-9]{1,6}(\.[0-9]{1,6})?(,-?[0-9]{1,6}(\.[0-9]{1,6})?){2}$")
# What only the map knows, with how each is written.
MAP_KEYS = {
    "colour": _KEY,
    "size": _KEY,
    "selected": _IDS,
    "focus": _IDS,
    "steps": _STEPS,
    "path": _PATH,
    "view": _VIEW,
}


@dataclass(frozen=True)
class MapState:
    """The choice, and how the map shows it."""

    filters: Filters
    colour: str = "category"
    size: str = ""
    selected: int | None = None
    theme: Theme = "auto"

    @classmethod
    def from_query(cls, query: QueryDict, *, viewer: Viewer = ANYONE) -> "MapState":
        """Return the state an address holds, without what nobody knows; as many queries as the filters need."""
        selected = query.get("selected", "")
        theme = query.get("theme", "auto")
        return cls(
            filters=Filters.from_query(query),
            colour=colour if _KEY.match(colour := query.get("colour", "")) else "category",
            size=size if _KEY.match(size := query.get("size", "")) else "",
            selected=int(selected) if _IDS.match(selected) and int(selected) <= MAX_ID else None,
            theme=theme if theme in THEMES else "auto",
        )

    def to_query(self) -> str:
        """Return the part of the state that a picture depends on, always in the same order."""
        extra = {
            "colour": self.colour if self.colour != "category" else "",
            "size": self.size,
            "selected": "" if self.selected is None else str(self.selected),
        }
        pairs = dict(self.filters.pairs())
        added = [(key, value) for key, value in extra.items() if value and key not in pairs]
        return urlencode([*self.filters.pairs(), *added])


def normalised(query: str, *, viewer: Viewer = ANYONE) -> str:
    """Return the query of an address of the map with known keys and readable values only, always in the same order."""
    asked = QueryDict(query)
    pairs = Filters.from_query(asked).pairs()
    said = {key for key, _ in pairs}
    for key, form in MAP_KEYS.items():
        value = asked.get(key, "")
        if key not in said and form.match(value) and (key, value) != ("colour", "category"):
            pairs.append((key, value))
    if "focus" not in dict(pairs):
        pairs = [pair for pair in pairs if pair[0] != "steps"]
    return urlencode(pairs)
