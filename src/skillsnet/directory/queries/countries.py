"""Countries with their participants."""

from dataclasses import dataclass

from skillsnet.core.geo import REGIONS, country_name, region_name, region_of
from skillsnet.core.text import fold
from skillsnet.facets.enums import NOT_STATED, FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.facets.queries import value_counts


@dataclass(frozen=True)
class CountryCount:
    """A country and how many projects are there."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class RegionCountries:
    """A region, its countries by name, and how many projects they hold together."""

    slug: str
    name: str
    countries: tuple[CountryCount, ...]

    @property
    def count(self) -> int:
        """The projects of the region's countries."""
        return sum(country.count for country in self.countries)


def countries_by_region(language: str) -> list[RegionCountries]:
    """Return the regions with the countries that projects come from; one query."""
    counts = value_counts(FacetKey.COUNTRY, Filters())
    countries = [
        CountryCount(code=code, name=country_name(code, language), count=count)
        for code, count in counts.items()
        if code != NOT_STATED
    ]
    countries.sort(key=lambda country: (fold(country.name), country.code))
    regions = (
        RegionCountries(
            slug=slug,
            name=region_name(slug, language),
            countries=tuple(country for country in countries if region_of(country.code) == slug),
        )
        for slug in REGIONS
    )
    return [region for region in regions if region.countries]
