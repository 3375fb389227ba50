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
from skillsnet.taxonomy.queries import SKILLS, editions_with, readable_edition

# Longer questions are cut: no title has so many letters, and addresses have an end.
QUERY_LETTERS = 200
MAX_DIGITS = 4
# Of more categories only some are looked for in earlier editions.
MAX_ASKED = 9
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
    edition: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> "Filters":
        """Return the choice an address holds, without the values nobody knows; at most four queries.

        A category that only an earlier edition has is meant in the words of that edition.
        """
        edition = _edition(query.get("edition", ""), query.getlist(FacetKey.CATEGORY.value))
        chosen = {key.value: _known(key, query.getlist(key.value), edition=edition) for key in FacetKey}
        group = query.get("group", "")
        return cls(
            group=group if group in Grouping.values else Grouping.CATEGORY.value,
            q=" ".join(query.get("q", "").split())[:QUERY_LETTERS],
            edition=edition,
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
        edition = [("edition", str(self.edition))] if self.edition else []
        return [*edition, *group, *facets, *([("q", self.q)] if self.q else [])]

    def to_query(self) -> str:
        """Return the choice as the query part of an address, without a question mark."""
        return urlencode(self.pairs())


def _edition(asked: str, categories: Collection[str]) -> int | None:
    """Return the number of the earlier edition that is asked for, or that alone has the categories; else None."""
    if asked.isascii() and asked.isdigit() and len(asked) <= MAX_DIGITS:
        found = readable_edition(int(asked))
        return found.number if found is not None and found.state != EditionState.PUBLISHED else None
    stated = sorted(set(categories) - {NOT_STATED})
    if not stated or set(stated) <= set(current_slugs()):
        return None
    having = set.intersection(*(set(editions_with(slug)) for slug in stated[:MAX_ASKED]))
    return having.pop() if len(having) == 1 else None


def _known(key: FacetKey, values: Collection[str], *, edition: int | None) -> tuple[str, ...]:
    asked = dict.fromkeys(values)
    if not asked:
        return ()
    if key is FacetKey.LANGUAGE:
        return tuple(value for value in asked if value == NOT_STATED or _is_language(value))
    known = _known_values(key, edition=edition)
    return tuple(value for value in asked if value == NOT_STATED or value in known)


def _is_language(value: str) -> bool:
    return bool(_LANGUAGE.match(value)) and language_name(value, "en") != value


def _known_values(key: FacetKey, *, edition: int | None) -> Collection[str]:
    if key is FacetKey.CATEGORY:
        return set(slugs_in(edition))
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
    return slugs_in(None)


def slugs_in(number: int | None) -> list[str]:
    """Return the slugs of the categories of the edition of a number, of the one in force for None, in order."""
    in_edition = {"edition__state": EditionState.PUBLISHED} if number is None else {"edition__number": number}
    found = Category.objects.filter(edition__taxonomy__slug=SKILLS, **in_edition)
    return list(found.order_by("order", "pk").values_list("slug", flat=True))
