"""What somebody asked to see, as an address holds it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.facets.enums import MULTI, FacetKey, Grouping, NumberKey, SearchMode
from skillsnet.facets.search import SimilarProjects, similar_projects
from skillsnet.facets.valid_values import allowed_fields, requested_edition, valid_values
from skillsnet.facets.valid_values import current_slugs as current_slugs
from skillsnet.facets.valid_values import slugs_in as slugs_in

# Longer questions are cut: addresses have an end.
QUERY_LETTERS = 600
# Says that a short address left something out already.
CUT_PARAMETER = "cut"
_CODE = re.compile(r"^[a-z2-7]{26}$")
_ORDER = {key: index for index, key in enumerate(FacetKey.values)}


@dataclass(frozen=True)
class Filters:
    """A choice of projects: the values of each facet, all facets together, the words of `q`, and a selection.

    Of a facet's values a project has one or more, or, when the facet is among `all_of`, every one. `group`, `colour`
    and `size` say how the map shows the choice; they leave nothing out. `match` says how `q` is meant (`SearchMode`).
    Facets stand in the order they are shown, extra fields last, so that equal choices have equal addresses.
    """

    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    _: KW_ONLY
    all_of: tuple[str, ...] = ()
    group: str = Grouping.CATEGORY.value
    colour: str = FacetKey.CATEGORY.value
    size: str = ""
    q: str = ""
    match: str = ""
    only: str = ""
    edition: int | None = None
    # Whether the address asked for something that is not there for its reader and was left out.
    is_cut: bool = field(default=False, compare=False)
    # Where `q` is a text to compare: what is most alike to it.
    similar: SimilarProjects | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        ordered = sorted((str(key) for key, values in self.facets.items() if values), key=_sort_key)
        object.__setattr__(self, "facets", {key: tuple(self.facets[key]) for key in ordered})
        object.__setattr__(self, "all_of", tuple(sorted({str(key) for key in self.all_of}, key=_sort_key)))

    @classmethod
    def from_query(cls, query: QueryDict, viewer: Viewer = ANYONE) -> "Filters":
        """Return the choice an address holds, without what nobody knows or this viewer may not see.

        At most seven queries, four more where `q` is a text to compare. A category that only an earlier edition has is
        meant in the words of that edition.
        """
        edition = requested_edition(query.get("edition", ""), query.getlist(FacetKey.CATEGORY.value))
        fields = allowed_fields(query, viewer)
        q = " ".join(query.get("q", "").split())[:QUERY_LETTERS]
        match = _one_of(query.get("match", ""), SearchMode.values, "") if q else ""
        stated = {key.value: valid_values(key, query.getlist(key.value), edition=edition) for key in FacetKey}
        return cls(
            {**stated, **fields.values},
            all_of=tuple({*query.getlist("all")} & {*(key.value for key in MULTI), *fields.multi}),
            group=_one_of(query.get("group", ""), {*Grouping.values, *fields.facets}, Grouping.CATEGORY.value),
            colour=_one_of(query.get("colour", ""), {*FacetKey.values, *fields.facets}, FacetKey.CATEGORY.value),
            size=_one_of(query.get("size", ""), {*NumberKey.values, *fields.numbers}, ""),
            q=q,
            match=match,
            similar=similar_projects(q, match),
            only=only if _CODE.match(only := query.get("only", "")) else "",
            edition=edition,
            is_cut=fields.is_cut or query.get(CUT_PARAMETER) == "1",
        )

    def values(self, key: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return self.facets.get(str(key), ())

    def is_all(self, key: str) -> bool:
        """Return whether a project must have all chosen values of a facet, not just one of them."""
        return str(key) in self.all_of

    def without(self, key: str) -> "Filters":
        """Return the same choice with one facet left open."""
        facets = {facet: values for facet, values in self.facets.items() if facet != str(key)}
        return replace(self, facets=facets, all_of=tuple(facet for facet in self.all_of if facet != str(key)))

    def with_values(self, key: str, *values: str) -> "Filters":
        """Return the same choice with these values, and no others, of one facet."""
        return replace(self, facets={**self.facets, str(key): values})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q or self.only or self.facets)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choice as names and values, always in the same order, without what goes without saying."""
        defaults = {"group": Grouping.CATEGORY.value, "colour": FacetKey.CATEGORY.value, "size": "", "edition": ""}
        display = {"edition": str(self.edition or ""), "group": self.group, "colour": self.colour, "size": self.size}
        facets = [(key, value) for key, values in self.facets.items() for value in values]
        last = [*(("all", key) for key in self.all_of), ("only", self.only), ("match", self.match), ("q", self.q)]
        return [
            *((name, value) for name, value in display.items() if value != defaults[name]),
            *facets,
            *((name, value) for name, value in last if value),
        ]

    def to_query(self) -> str:
        """Return the choice as the query part of an address, without a question mark."""
        return urlencode(self.pairs())


def _sort_key(key: str) -> tuple[int, str]:
    return _ORDER.get(key, len(_ORDER)), key


def _one_of(value: str, allowed: Collection[str], default: str) -> str:
    return value if value in allowed else default
