"""The facets of places as one tree: regions, their subregions, and the countries there."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.core.geo import REGIONS, SUBREGIONS, region_name, region_of_subregion
from skillsnet.facets.counts import Facet, Value
from skillsnet.facets.enums import NOT_STATED, FacetKey

NESTED = (FacetKey.REGION, FacetKey.SUBREGION, FacetKey.COUNTRY)


@dataclass(frozen=True)
class Place:
    """A value of a facet of places with the narrower ones within it; open when one of them is chosen."""

    key: str
    value: Value
    within: tuple["Place", ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether what lies within is to be seen at once."""
        return self.value.checked or any(place.value.checked or place.is_open for place in self.within)

    @property
    def country_count(self) -> int:
        """How many countries lie within."""
        return sum(place.country_count if place.within else place.key == FacetKey.COUNTRY for place in self.within)


@dataclass(frozen=True)
class Places:
    """The tree of places with those of no region, and what is not stated; stands in the list of facets."""

    regions: tuple[Place, ...]
    elsewhere: tuple[Place, ...]
    not_stated: tuple[Place, ...]
    key: str = "place"


def with_places(facets: Sequence[Facet], *, language: str) -> list[Facet | Places]:
    """Return the facets with the three of places as one tree, where the first of them stood."""
    nested = {facet.key: facet for facet in facets if facet.key in NESTED}
    shown: list[Facet | Places] = []
    for facet in facets:
        if facet.key not in nested:
            shown.append(facet)
        elif facet is next(iter(nested.values())):
            shown.append(_places(nested, language))
    return shown


def _places(facets: dict[str, Facet], language: str) -> Places:
    held = {key: {value.value: value for value in facet.values} for key, facet in facets.items()}
    countries = [value for code, value in held.get(FacetKey.COUNTRY, {}).items() if code != NOT_STATED]
    of: dict[str, list[Place]] = {}
    for value in countries:
        of.setdefault(value.of, []).append(Place(FacetKey.COUNTRY.value, value))
    regions = []
    for region in REGIONS:
        inner = [one for one in SUBREGIONS if region_of_subregion(one) == region]
        subregions = held.get(FacetKey.SUBREGION, {})
        if inner == [region] and not (region in subregions and subregions[region].checked):
            within = of.get(region, [])
        else:
            within = [
                Place(FacetKey.SUBREGION.value, _value(subregions, one, language), tuple(of.get(one, ())))
                for one in inner
                if one in subregions or one in of
            ]
            within += [] if region in inner else of.get(region, [])
        regions.append(
            Place(FacetKey.REGION.value, _value(held.get(FacetKey.REGION, {}), region, language), tuple(within))
        )
    return Places(tuple(regions), tuple(of.get("", ())), _not_stated(held))


def _value(held: dict[str, Value], slug: str, language: str) -> Value:
    """Return a region's or subregion's value; none of its own is counted where the other facets leave nothing."""
    return held.get(slug) or Value(slug, region_name(slug, language), 0, checked=False, share_pct=0)


def _not_stated(held: dict[str, dict[str, Value]]) -> tuple[Place, ...]:
    """Return the rows of what is not stated: the country; who states one has a region, so that its row is of no use."""
    found = {key: values[NOT_STATED] for key, values in held.items() if NOT_STATED in values}
    return tuple(Place(key, value) for key, value in found.items() if key == FacetKey.COUNTRY or value.checked)
