"""Countries, ILO regions and languages, by all their names."""

from skillsnet.core.geo.countries import (
    Country,
    countries,
    country_codes,
    country_name,
    country_names,
    languages_of,
    region_of,
    subregion_of,
)
from skillsnet.core.geo.finding import find_country
from skillsnet.core.geo.languages import find_language, language_codes, language_name
from skillsnet.core.geo.lists import NamedCountries, find_countries
from skillsnet.core.geo.names import NameMatch
from skillsnet.core.geo.regions import REGIONS, SUBREGIONS, find_region, region_name, region_of_subregion

__all__ = [
    "REGIONS",
    "SUBREGIONS",
    "Country",
    "NameMatch",
    "NamedCountries",
    "countries",
    "country_codes",
    "country_name",
    "country_names",
    "find_countries",
    "find_country",
    "find_language",
    "find_region",
    "language_codes",
    "language_name",
    "languages_of",
    "region_name",
    "region_of",
    "region_of_subregion",
    "subregion_of",
]
