"""Which of the values, fields and editions an address names there are, and are there for its reader."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.http import QueryDict

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.enums import Beneficiary, ProjectKind, Stage
from skillsnet.calls.models import Call, ExtraValue, Project
from skillsnet.calls.queries import fields_for, value_words
from skillsnet.core.geo import REGIONS, SUBREGIONS, country_codes, language_name
from skillsnet.core.numbers import whole_number
from skillsnet.facets.enums import FIELD_PREFIX, NOT_STATED, FacetKey
from skillsnet.facets.models import Neighbourhood
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Category
from skillsnet.taxonomy.queries import SKILLS, editions_with, readable_edition

LARGEST_EDITION = 9999
# Of more categories only some are looked for in earlier editions.
MAX_LOOKED_UP = 9
# Of an extra field's values so many are looked for; a form offers no more.
MAX_FIELD_VALUES = 200
NAMING = ("all", "group", "colour", "size")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")


@dataclass(frozen=True)
class AllowedFields:
    """The extra fields an address may name: keys of facets, those of several values, of numbers, and chosen values."""

    facets: frozenset[str] = frozenset()
    multi: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_cut: bool = False


def allowed_fields(query: QueryDict, viewer: Viewer) -> AllowedFields:
    """Return the extra fields this viewer may choose by, and what the address chooses; none or two queries."""
    names = [*query, *(value for name in NAMING for value in query.getlist(name))]
    if not any(name.startswith(FIELD_PREFIX) for name in names):
        return AllowedFields()
    fields = {FIELD_PREFIX + definition.slug: definition for definition in fields_for(viewer)}
    facets = frozenset(key for key, definition in fields.items() if not definition.is_number)
    requested = {key: list(dict.fromkeys(query.getlist(key)))[:MAX_FIELD_VALUES] for key in sorted(facets & {*query})}
    stated = _stated_values({fields[key].pk: values for key, values in requested.items()})
    values_by_key = {
        key: tuple(value for value in values if value == NOT_STATED or value in stated[fields[key].pk])
        for key, values in requested.items()
    }
    return AllowedFields(
        facets=facets,
        multi=frozenset(key for key in facets if fields[key].is_multi),
        numbers=frozenset(fields) - facets,
        values=values_by_key,
        # A field that is hidden and one that never was are answered alike: nobody learns that there is one.
        is_cut=any(len(values_by_key[key]) < len(requested[key]) for key in requested)
        or any(name.startswith(FIELD_PREFIX) and name not in fields for name in names),
    )


def _stated_values(requested: dict[int, list[str]]) -> dict[int, set[str]]:
    """Return which of the values asked for each field has; one query for all fields."""
    values_by_field: dict[int, set[str]] = defaultdict(set)
    all_values = {value for values in requested.values() for value in values}
    if all_values:
        stated = ExtraValue.objects.filter(project__in=Project.objects.public(), field__in=list(requested))
        rows = stated.filter(value__in=sorted(all_values)).order_by()
        for pk, value in rows.values_list("field_id", "value").distinct():
            values_by_field[pk].add(value_words(value))
    return values_by_field


def requested_edition(number_text: str, categories: Collection[str]) -> int | None:
    """Return the number of the earlier edition that is asked for, or that alone has the categories; else None."""
    number = whole_number(number_text, largest=LARGEST_EDITION)
    if number is not None:
        edition = readable_edition(number)
        return edition.number if edition is not None and edition.state != EditionState.PUBLISHED else None
    stated = sorted(set(categories) - {NOT_STATED})
    if not stated or set(stated) <= set(current_slugs()):
        return None
    having = set.intersection(*(set(editions_with(slug)) for slug in stated[:MAX_LOOKED_UP]))
    return having.pop() if len(having) == 1 else None


def valid_values(key: FacetKey, values: Collection[str], *, edition: int | None) -> tuple[str, ...]:
    """Return those of the values that the facet has, each once, in their order; at most one query."""
    requested = dict.fromkeys(values)
    if not requested:
        return ()
    if key is FacetKey.LANGUAGE:
        return tuple(value for value in requested if value == NOT_STATED or _is_language(value))
    all_values = _all_values(key, edition=edition)
    return tuple(value for value in requested if value == NOT_STATED or value in all_values)


def _is_language(value: str) -> bool:
    return bool(_LANGUAGE.match(value)) and language_name(value, "en") != value


def _all_values(key: FacetKey, *, edition: int | None) -> Collection[str]:
    if key is FacetKey.CATEGORY:
        return set(slugs_in(edition))
    if key is FacetKey.CALL:
        return set(Call.objects.filter(removal=None).order_by("slug").values_list("slug", flat=True))
    if key is FacetKey.ISSUE:
        return set(Neighbourhood.objects.order_by("slug").values_list("slug", flat=True))
    fixed: dict[FacetKey, Collection[str]] = {
        FacetKey.REGION: REGIONS,
        FacetKey.SUBREGION: SUBREGIONS,
        FacetKey.COUNTRY: country_codes(),
        FacetKey.WORK: country_codes(),
        FacetKey.BENEFICIARY: Beneficiary.values,
        FacetKey.TYPE: OrganisationType.values,
        FacetKey.KIND: ProjectKind.values,
        FacetKey.STAGE: Stage.values,
    }
    return fixed[key]


def current_slugs() -> list[str]:
    """Return the slugs of the categories in force, in order."""
    return slugs_in(None)


def slugs_in(number: int | None) -> list[str]:
    """Return the slugs of the categories of the edition of a number, of the one in force for None, in order."""
    in_edition = {"edition__state": EditionState.PUBLISHED} if number is None else {"edition__number": number}
    categories = Category.objects.filter(edition__taxonomy__slug=SKILLS, **in_edition)
    return list(categories.order_by("order", "pk").values_list("slug", flat=True))
