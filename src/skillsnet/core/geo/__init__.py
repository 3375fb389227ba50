"""Countries, ILO regions and languages, by all their names."""

from skillsnet.core.geo.countries import (
    country_codes,
    country_name,
    country_names,
    find_country,
    languages_of,
    region_of,
)
from skillsnet.core.geo.languages import find_language, language_name
from skillsnet.core.geo.names import Match
from skillsnet.core.geo.regions import REGIONS, find_region, region_name

__all__ = [
    "REGIONS",
    "Match",
    "country_codes",
    "country_name",
    "country_names",
    "find_country",
    "find_language",
    "find_region",
    "language_name",
    "languages_of",
    "region_name",
    "region_of",
]
