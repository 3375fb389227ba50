"""What an address says of the map beyond the choice: the node that is selected, what is in focus, the theme."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from django.http import QueryDict

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.core.numbers import whole_number
from skillsnet.db.limits import MAX_ID
from skillsnet.facets.filters import Filters

PageTheme = Literal["auto", "light", "dark"]
THEMES: tuple[PageTheme, ...] = ("auto", "light", "dark")
_IDS = re.compile(r"^[0-9]{1,19}$")
_PATH = re.compile(r"^[0-9]{1,19},[0-9]{1,19}$")
_STEPS = re.compile(r"^[1-9]$")
_VIEW = re.compile(r"^-?[0-9]{1,6}(\.[0-9]{1,6})?(,-?[0-9]{1,6}(\.[0-9]{1,6})?){2}$")
# What only the map knows, with how each is written.
MAP_KEYS = {
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
    selected: int | None = None
    theme: PageTheme = "auto"

    @classmethod
    def from_query(cls, query: QueryDict, *, viewer: Viewer = ANYONE) -> "MapState":
        """Return the state an address holds, without what nobody knows; as many queries as the filters need."""
        selected = query.get("selected", "")
        theme = query.get("theme", "auto")
        return cls(
            filters=Filters.from_query(query, viewer),
            selected=whole_number(selected, largest=MAX_ID),
            theme=theme if theme in THEMES else "auto",
        )

    def to_query(self) -> str:
        """Return the part of the state that a picture depends on, always in the same order."""
        selected = [] if self.selected is None else [("selected", str(self.selected))]
        return urlencode([*self.filters.pairs(), *selected])


def normalise_query(query: str, *, viewer: Viewer = ANYONE) -> str:
    """Return the query of an address of the map with known keys and readable values only, always in the same order."""
    values = QueryDict(query)
    pairs = [(key, values[key]) for key, form in MAP_KEYS.items() if form.match(values.get(key, ""))]
    if "focus" not in values:
        pairs = [(key, value) for key, value in pairs if key != "steps"]
    return urlencode([*Filters.from_query(values, viewer).pairs(), *pairs])
