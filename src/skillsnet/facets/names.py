"""What the values of a facet are called."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from skillsnet.calls.enums import Beneficiary, ProjectKind, Stage
from skillsnet.calls.models import Call
from skillsnet.core.geo import (
    REGIONS,
    SUBREGIONS,
    country_name,
    language_name,
    region_name,
    region_of,
    region_of_subregion,
    subregion_of,
)
from skillsnet.facets.enums import FIELD_PREFIX, NOT_STATED, FacetKey
from skillsnet.facets.models import Neighbourhood
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.queries import CategoryView, categories_in


@dataclass(frozen=True)
class NamedValue:
    """A value with its name; `of` is the value of the wider facet it lies in, a country's its subregion."""

    value: str
    label: str
    colour: int | None = None
    mark: str = ""
    of: str = ""


def named_values(
    key: str, occurring: Collection[str], *, language: str, edition: int | None = None
) -> list[NamedValue]:
    """Return the values of a facet with their names, in their own order; at most the queries of the categories.

    Facets with fixed values have all of them, countries, languages and extra fields those that occur.
    """
    codes = sorted({*occurring} - {NOT_STATED})
    if key.startswith(FIELD_PREFIX):
        return [NamedValue(value, value) for value in codes]
    listings: dict[str, Callable[[], list[NamedValue]]] = {
        FacetKey.CATEGORY: lambda: [_of_category(category) for category in categories_in(edition, language)],
        FacetKey.ISSUE: lambda: [
            NamedValue(issue.slug, issue.label(language)) for issue in Neighbourhood.objects.all()
        ],
        FacetKey.REGION: lambda: [NamedValue(region, region_name(region, language)) for region in REGIONS],
        FacetKey.SUBREGION: lambda: [
            NamedValue(region, region_name(region, language), of=region_of_subregion(region)) for region in SUBREGIONS
        ],
        FacetKey.COUNTRY: lambda: [NamedValue(code, country_name(code, language), of=_around(code)) for code in codes],
        FacetKey.WORK: lambda: [NamedValue(code, country_name(code, language)) for code in codes],
        FacetKey.LANGUAGE: lambda: [NamedValue(code, language_name(code, language)) for code in codes],
        FacetKey.BENEFICIARY: lambda: [NamedValue(choice.value, str(choice.label)) for choice in Beneficiary],
        FacetKey.KIND: lambda: [NamedValue(choice.value, str(choice.label)) for choice in ProjectKind],
        FacetKey.TYPE: lambda: [NamedValue(choice.value, str(choice.label)) for choice in OrganisationType],
        FacetKey.STAGE: lambda: [NamedValue(choice.value, str(choice.label)) for choice in Stage],
        FacetKey.CALL: lambda: [
            NamedValue(call.slug, call.title) for call in Call.objects.filter(removal=None).order_by("slug")
        ],
    }
    return listings[FacetKey(key)]()


def _of_category(category: CategoryView) -> NamedValue:
    return NamedValue(category.slug, category.name, colour=category.colour, mark=category.mark)


def _around(code: str) -> str:
    return subregion_of(code) or region_of(code)
