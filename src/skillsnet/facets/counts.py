"""The facets of a page: every value with its name, its count and its bar."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillsnet.calls.enums import Beneficiary, Stage
from skillsnet.calls.models import Call
from skillsnet.core.geo import REGIONS, country_name, language_name, region_name
from skillsnet.core.text import fold
from skillsnet.facets.enums import NOT_STATED, FacetKey, Grouping
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import value_counts
from skillsnet.participants.enums import OrganisationType
from skillsnet.taxonomy.queries import CategoryView, categories_in

# Longer lists fold behind "more", unless only one or two would be behind it.
SHOWN_VALUES = 9
HIDDEN_AT_LEAST = 3


@dataclass(frozen=True)
class Value:
    """One value of a facet; `colour` and `mark` for categories only."""

    value: str
    label: str
    count: int
    checked: bool
    share_pct: int
    colour: int | None = None
    mark: str = ""


@dataclass(frozen=True)
class Facet:
    """One facet with its values in the order shown, the chosen ones among the first."""

    key: str
    label: str
    values: list[Value]

    @property
    def first_values(self) -> list[Value]:
        """The values shown at once."""
        behind = set(self.more_values)
        return [value for value in self.values if value not in behind]

    @property
    def more_values(self) -> list[Value]:
        """The values behind "more"."""
        behind = [value for value in self.values[SHOWN_VALUES:] if not value.checked]
        return behind if len(behind) >= HIDDEN_AT_LEAST else []

    @property
    def more_count(self) -> int:
        """How many values stand behind "more"."""
        return len(self.more_values)

    @property
    def chosen_count(self) -> int:
        """How many values are chosen."""
        return sum(value.checked for value in self.values)


@dataclass(frozen=True)
class _Named:
    """A value before it is counted."""

    value: str
    label: str
    colour: int | None = None
    mark: str = ""


def facet_counts(filters: Filters, keys: list[str] | None = None) -> list[Facet]:
    """Return the facets, each counted under the choice of the others; a constant number of queries."""
    wanted = [FacetKey(key) for key in (keys or FacetKey.values)]
    facets = [_facet(key, filters, value_counts(key, filters)) for key in wanted]
    return [facet for facet in facets if facet.values]


def groupings(filters: Filters) -> list[dict[str, object]]:
    """Return what the map can be arranged by, the present one checked."""
    return [
        {"key": choice.value, "label": choice.label, "checked": choice.value == filters.group} for choice in Grouping
    ]


def _facet(key: FacetKey, filters: Filters, counts: dict[str, int]) -> Facet:
    chosen = filters.values(key)
    named = [
        value
        for value in _names(key, {*counts, *chosen}, filters.edition)
        if _is_worth_showing(key, value, counts, chosen)
    ]
    if key in _BY_COUNT:
        named.sort(key=lambda value: (-counts.get(value.value, 0), fold(value.label), value.value))
    if counts.get(NOT_STATED) or NOT_STATED in chosen:
        named.append(_Named(NOT_STATED, _("Not stated")))
    most = max([1, *(counts.get(value.value, 0) for value in named)])
    return Facet(
        key=key.value,
        label=str(key.label),
        values=[
            Value(
                value=value.value,
                label=value.label,
                count=counts.get(value.value, 0),
                checked=value.value in chosen,
                share_pct=round(100 * counts.get(value.value, 0) / most),
                colour=value.colour,
                mark=value.mark,
            )
            for value in named
        ],
    )


# Long lists put the most frequent first; short ones keep their own order, so that nothing jumps.
_BY_COUNT = (FacetKey.COUNTRY, FacetKey.LANGUAGE, FacetKey.BENEFICIARY, FacetKey.TYPE)
_ALWAYS_SHOWN = (FacetKey.CATEGORY, FacetKey.REGION)


def _is_worth_showing(key: FacetKey, value: _Named, counts: dict[str, int], chosen: tuple[str, ...]) -> bool:
    return key in _ALWAYS_SHOWN or bool(counts.get(value.value)) or value.value in chosen


def _names(key: FacetKey, occurring: set[str], edition: int | None) -> list[_Named]:
    """Return the values of a facet with their names, in their own order."""
    language = get_language() or "en"
    named: dict[FacetKey, Callable[[], list[_Named]]] = {
        FacetKey.CATEGORY: lambda: [_of_category(category) for category in categories_in(edition, language)],
        FacetKey.REGION: lambda: [_Named(region, region_name(region, language)) for region in REGIONS],
        FacetKey.COUNTRY: lambda: [_Named(code, country_name(code, language)) for code in _codes(occurring)],
        FacetKey.LANGUAGE: lambda: [_Named(code, language_name(code, language)) for code in _codes(occurring)],
        FacetKey.BENEFICIARY: lambda: [_Named(choice.value, str(choice.label)) for choice in Beneficiary],
        FacetKey.TYPE: lambda: [_Named(choice.value, str(choice.label)) for choice in OrganisationType],
        FacetKey.STAGE: lambda: [_Named(choice.value, str(choice.label)) for choice in Stage],
        FacetKey.CALL: lambda: [_Named(call.slug, call.title) for call in Call.objects.order_by("slug")],
    }
    return named[key]()


def _of_category(category: CategoryView) -> _Named:
    return _Named(category.slug, category.name, colour=category.colour, mark=category.mark)


def _codes(occurring: set[str]) -> list[str]:
    return sorted(occurring - {NOT_STATED})
