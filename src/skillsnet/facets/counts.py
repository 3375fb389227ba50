"""The facets of a page: every value with its name, its count and its bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.models import ExtraField
from skillsnet.calls.queries import facet_fields_for
from skillsnet.core.text import fold
from skillsnet.facets.enums import FIELD_PREFIX, MULTI, NOT_STATED, WITHIN, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.names import NamedValue, named_values
from skillsnet.facets.queries import value_counts

# Longer lists fold behind "more", unless only one or two would be behind it.
SHOWN_VALUES = 9
HIDDEN_AT_LEAST = 3


@dataclass(frozen=True)
class Value:
    """One value of a facet; `colour` and `mark` for categories only."""

    value: str
    label: str
    count: int
    is_chosen: bool
    share_pct: int
    colour: int | None = None
    mark: str = ""
    of: str = ""


@dataclass(frozen=True)
class FacetCounts:
    """One facet with its values in the order shown, the chosen ones among the first.

    A value's `of` is the value of the facet `within` which it lies. Of an `is_multi` facet a project may have several
    values; `is_all` says that it must have every chosen one.
    """

    key: str
    label: str
    values: list[Value]
    within: str | None = None
    is_multi: bool = False
    is_all: bool = False

    @property
    def first_values(self) -> list[Value]:
        """The values shown at once."""
        behind = set(self.more_values)
        return [value for value in self.values if value not in behind]

    @property
    def more_values(self) -> list[Value]:
        """The values behind "more"."""
        behind = [value for value in self.values[SHOWN_VALUES:] if not value.is_chosen]
        return behind if len(behind) >= HIDDEN_AT_LEAST else []

    @property
    def more_count(self) -> int:
        """How many values stand behind "more"."""
        return len(self.more_values)

    @property
    def chosen_count(self) -> int:
        """How many values are chosen."""
        return sum(value.is_chosen for value in self.values)

    @property
    def is_stated(self) -> bool:
        """Whether a project of the choice states anything here."""
        return any(value.count for value in self.values if value.value != NOT_STATED)


def facet_counts(
    filters: Filters,
    keys: Sequence[str] | None = None,
    viewer: Viewer = ANYONE,
    *,
    counts_by_key: Mapping[str, dict[str, int]] | None = None,
) -> list[FacetCounts]:
    """Return the facets, each counted under the choice of the others; a constant number of queries for each.

    Without `keys` they are all that say something to this viewer, the extra fields that the viewer may see last.
    Counts of the whole network that are given in `counts_by_key` are not counted again while nothing is left out.
    """
    fields = (
        {FIELD_PREFIX + definition.slug: definition for definition in facet_fields_for(viewer)}
        if _asks_fields(keys)
        else {}
    )
    requested = [*FacetKey.values, *fields] if keys is None else [str(key) for key in keys]
    allowed_keys = [key for key in requested if key in fields or not key.startswith(FIELD_PREFIX)]
    known_counts = {} if counts_by_key is None or filters.is_narrowed else counts_by_key
    facets = [
        _facet(key, filters, known_counts.get(key) or value_counts(key, filters), field=fields.get(key))
        for key in allowed_keys
    ]
    return [facet for facet in facets if facet.values and (keys is not None or _says_something(facet))]


def _asks_fields(keys: Sequence[str] | None) -> bool:
    return keys is None or any(key.startswith(FIELD_PREFIX) for key in keys)


def _says_something(facet: FacetCounts) -> bool:
    """Return whether a facet is worth its place: some only when a project of the choice states anything there."""
    if facet.key == FacetKey.KIND:
        return sum(bool(value.count) for value in facet.values) > 1 or bool(facet.chosen_count)
    is_asked = facet.key in _ONLY_STATED or facet.key.startswith(FIELD_PREFIX)
    return not is_asked or facet.is_stated or bool(facet.chosen_count)


def _facet(key: str, filters: Filters, counts: dict[str, int], *, field: ExtraField | None) -> FacetCounts:
    chosen_values, language = filters.values(key), get_language() or "en"
    values = [
        value
        for value in named_values(key, {*counts, *chosen_values}, language=language, edition=filters.edition)
        if key in _ALWAYS_SHOWN or counts.get(value.value) or value.value in chosen_values
    ]
    if key in _BY_COUNT or field is not None:
        values.sort(key=lambda value: (-counts.get(value.value, 0), fold(value.label), value.value))
    if counts.get(NOT_STATED) or NOT_STATED in chosen_values:
        values.append(NamedValue(NOT_STATED, _("Not stated")))
    most = max([1, *(counts.get(value.value, 0) for value in values)])
    return FacetCounts(
        key=str(key),
        label=str(FacetKey(key).label) if field is None else field.label(language),
        values=[
            _value(value, counts.get(value.value, 0), most, is_chosen=value.value in chosen_values) for value in values
        ],
        within=None if field is not None or key not in WITHIN else WITHIN[FacetKey(key)].value,
        is_multi=key in MULTI if field is None else field.is_multi,
        is_all=filters.is_all(key),
    )


def _value(option: NamedValue, count: int, most: int, *, is_chosen: bool) -> Value:
    return Value(
        value=option.value,
        label=option.label,
        count=count,
        is_chosen=is_chosen,
        share_pct=round(100 * count / most),
        colour=option.colour,
        mark=option.mark,
        of=option.of,
    )


# Long lists put the most frequent first; short ones keep their own order, so that nothing jumps.
_BY_COUNT = (FacetKey.COUNTRY, FacetKey.WORK, FacetKey.LANGUAGE, FacetKey.BENEFICIARY, FacetKey.TYPE, FacetKey.ISSUE)
_ALWAYS_SHOWN = (FacetKey.CATEGORY, FacetKey.REGION)
_ONLY_STATED = (FacetKey.ISSUE, FacetKey.SUBREGION, FacetKey.WORK)
