"""The facets of places as one tree: regions, their subregions, and the countries there."""

from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.core.geo import REGIONS, SUBREGIONS, region_name, region_of_subregion
from skillsnet.facets.counts import FacetCounts, Value
from skillsnet.facets.enums import NOT_STATED, FacetKey

NESTED = (FacetKey.REGION, FacetKey.SUBREGION, FacetKey.COUNTRY)


@dataclass(frozen=True)
class PlaceNode:
    """A value of a facet of places with the narrower ones within it; open when one of them is chosen."""

    key: str
    value: Value
    within: tuple["PlaceNode", ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether what lies within is to be seen at once."""
        return self.value.is_chosen or any(node.value.is_chosen or node.is_open for node in self.within)

    @property
    def country_count(self) -> int:
        """How many countries lie within."""
        return sum(node.country_count if node.within else node.key == FacetKey.COUNTRY for node in self.within)


@dataclass(frozen=True)
class PlaceTree:
    """The tree of places with those of no region, and what is not stated; stands in the list of facets."""

    regions: tuple[PlaceNode, ...]
    elsewhere: tuple[PlaceNode, ...]
    not_stated: tuple[PlaceNode, ...]
    key: str = "place"


def with_places(facets: Sequence[FacetCounts], *, language: str) -> list[FacetCounts | PlaceTree]:
    """Return the facets with the three of places as one tree, where the first of them stood."""
    nested = {facet.key: facet for facet in facets if facet.key in NESTED}
    listed_facets: list[FacetCounts | PlaceTree] = []
    for facet in facets:
        if facet.key not in nested:
            listed_facets.append(facet)
        elif facet is next(iter(nested.values())):
            listed_facets.append(_place_tree(nested, language))
    return listed_facets


def _place_tree(facets: dict[str, FacetCounts], language: str) -> PlaceTree:
    values_by_key = {key: {value.value: value for value in facet.values} for key, facet in facets.items()}
    regions, subregions = values_by_key.get(FacetKey.REGION, {}), values_by_key.get(FacetKey.SUBREGION, {})
    countries: dict[str, list[PlaceNode]] = {}
    for code, value in values_by_key.get(FacetKey.COUNTRY, {}).items():
        if code != NOT_STATED:
            countries.setdefault(value.of, []).append(PlaceNode(FacetKey.COUNTRY.value, value))
    nodes = []
    for region in REGIONS:
        inner = [subregion for subregion in SUBREGIONS if region_of_subregion(subregion) == region]
        if inner == [region] and not (region in subregions and subregions[region].is_chosen):
            within = countries.get(region, [])
        else:
            within = [
                PlaceNode(
                    FacetKey.SUBREGION.value,
                    _region_value(subregions, subregion, language),
                    tuple(countries.get(subregion, ())),
                )
                for subregion in inner
                if subregion in subregions or subregion in countries
            ]
            within += [] if region in inner else countries.get(region, [])
        nodes.append(PlaceNode(FacetKey.REGION.value, _region_value(regions, region, language), tuple(within)))
    return PlaceTree(tuple(nodes), tuple(countries.get("", ())), _not_stated(values_by_key))


def _region_value(values: dict[str, Value], slug: str, language: str) -> Value:
    """Return a region's or subregion's value; none of its own is counted where the other facets leave nothing."""
    return values.get(slug) or Value(slug, region_name(slug, language), 0, is_chosen=False, share_pct=0)


def _not_stated(values_by_key: dict[str, dict[str, Value]]) -> tuple[PlaceNode, ...]:
    """Return the rows of what is not stated: the country; who states one has a region, so that its row is of no use."""
    not_stated = {key: values[NOT_STATED] for key, values in values_by_key.items() if NOT_STATED in values}
    return tuple(
        PlaceNode(key, value) for key, value in not_stated.items() if key == FacetKey.COUNTRY or value.is_chosen
    )
