"""What somebody asked to see, as an address holds it."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Call
from skillsnet.core.geo import REGIONS, country_codes, language_name
from skillsnet.facets.enums import NOT_STATED, FacetKey, Grouping
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Category
from skillsnet.taxonomy.queries import SKILLS

# Longer questions are cut: no title has so many letters, and addresses have an end.
QUERY_LETTERS = 200
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class Filters:
    """A choice of proposals: one of the values within a facet, all facets together, and the words of `q`."""

    group: str = Grouping.CATEGORY.value
    category: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    beneficiary: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    q: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        """Return the choice an address holds, without the values nobody knows; at most two queries."""
        chosen = {key.value: _known(key, query.getlist(key.value)) for key in FacetKey}
        group = query.get("group", "")
        return cls(
            group=group if group in Grouping.values else Grouping.CATEGORY.value,
            q=" ".join(query.get("q", "").split())[:QUERY_LETTERS],
            **chosen,
        )

    def values(self, key: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        chosen: tuple[str, ...] = getattr(self, FacetKey(key).value)
        return chosen

    def without(self, key: str) -> "Filters":
        """Return the same choice with one facet left open."""
        return replace(self, **{FacetKey(key).value: ()})  # type: ignore[arg-type]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.q) or any(self.values(key) for key in FacetKey.values)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the choice as names and values, always in the same order, without what goes without saying."""
        group = [("group", self.group)] if self.group != Grouping.CATEGORY.value else []
        facets = [(key, value) for key in FacetKey.values for value in self.values(key)]
        return [*group, *facets, *([("q", self.q)] if self.q else [])]

    def to_query(self) -> str:
        """Return the choice as the query part of an address, without a question mark."""
        return urlencode(self.pairs())


def _known(key: FacetKey, values: Collection[str]) -> tuple[str, ...]:
    asked = dict.fromkeys(values)
    if not asked:
        return ()
    if key is FacetKey.LANGUAGE:
        return tuple(value for value in asked if value == NOT_STATED or _is_language(value))
    known = _known_values(key)
    return tuple(value for value in asked if value == NOT_STATED or value in known)


def _is_language(value: str) -> bool:
    return bool(_LANGUAGE.match(value)) and language_name(value, "en") != value


def _known_values(key: FacetKey) -> Collection[str]:
    if key is FacetKey.CATEGORY:
        return set(current_slugs())
    if key is FacetKey.CALL:
        return set(Call.objects.order_by("slug").values_list("slug", flat=True))
    fixed: dict[FacetKey, Collection[str]] = {
        FacetKey.REGION: REGIONS,
        FacetKey.COUNTRY: country_codes(),
        FacetKey.BENEFICIARY: Beneficiary.values,
        FacetKey.TYPE: OrganisationType.values,
        FacetKey.STAGE: Stage.values,
    }
    return fixed[key]


def current_slugs() -> list[str]:
    """Return the slugs of the categories in force, in order."""
    current = Category.objects.filter(edition__taxonomy__slug=SKILLS, edition__state=EditionState.PUBLISHED)
    return list(current.order_by("order", "pk").values_list("slug", flat=True))
