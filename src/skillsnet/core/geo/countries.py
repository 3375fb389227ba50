"""Countries by code: names, region, languages, place on the globe.

The table `countries.csv` holds facts only: ISO 3166 and UN M49 codes, names in use and former names, languages with
the widest working language first, and a point inside the country. Sources: DataHub "country-codes" and the UN
terminology (public domain), the Unicode CLDR for names in nine languages. The ILO region and subregion of each
country follow the ILO's country groupings. Kosovo has no ISO code; XK is the one in common use, and CLDR names it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from babel import Locale, UnknownLocaleError

# CLDR tells the two Congos apart by their capitals and adds notes to others; these are the United Nations' names.
_DISPLAY_NAMES: Final = {
    "en": {
        "CD": "Democratic Republic of the Congo",
        "CG": "Congo",
        "HK": "Hong Kong, China",
        "MM": "Myanmar",
        "MO": "Macao, China",
        "PS": "State of Palestine",
    },
    "fr": {
        "CD": "République démocratique du Congo",
        "CG": "Congo",
        "HK": "Hong Kong, Chine",
        "MM": "Myanmar",
        "MO": "Macao, Chine",
        "PS": "État de Palestine",
    },
    "es": {
        "CD": "República Democrática del Congo",
        "CG": "Congo",
        "HK": "Hong Kong, China",
        "MM": "Myanmar",
        "MO": "Macao, China",
        "PS": "Estado de Palestina",
    },
    "ar": {
        "CD": "جمهورية الكونغو الديمقراطية",
        "CG": "الكونغو",
        "HK": "هونغ كونغ، الصين",
        "MM": "ميانمار",
        "MO": "ماكاو، الصين",
        "PS": "دولة فلسطين",
    },
}


@dataclass(frozen=True)
class Country:
    """A country as the table has it; `names` are in force, `aliases` former or informal."""

    code: str
    iso3: str
    region: str
    subregion: str
    languages: tuple[str, ...]
    latitude: float
    longitude: float
    names: tuple[str, ...]
    aliases: tuple[str, ...]


@cache
def countries() -> Mapping[str, Country]:
    """Return every country by its two-letter code, in alphabetical order of the codes.

    Returns
    -------
    mapping of str to Country
        250 entries.

    Examples
    --------
    >>> countries()["KE"].iso3
    'KEN'
    """
    text = (resources.files(__package__) / "countries.csv").read_text(encoding="utf-8")
    return {
        row["iso2"]: Country(
            code=row["iso2"],
            iso3=row["iso3"],
            region=row["region"],
            subregion=row["subregion"],
            languages=tuple(row["languages"].split()),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            names=tuple(row["names"].split("|")),
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        )
        for row in csv.DictReader(text.splitlines())
    }


def country_codes() -> tuple[str, ...]:
    """Return all two-letter codes in alphabetical order.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-2 codes, and XK.

    Examples
    --------
    >>> country_codes()[:2]
    ('AD', 'AE')
    """
    return tuple(countries())


def region_of(code: str) -> str:
    """Return the slug of a country's ILO region.

    Parameters
    ----------
    code : str
        Two-letter code.

    Returns
    -------
    str
        Slug; empty for an unknown code and for Antarctica.

    Examples
    --------
    >>> region_of("EG"), region_of("TR"), region_of("IR")
    ('africa', 'europe-central-asia', 'asia-pacific')
    """
    country = countries().get(code)
    return country.region if country else ""


def subregion_of(code: str) -> str:
    """Return the slug of a country's ILO subregion.

    Parameters
    ----------
    code : str
        Two-letter code.

    Returns
    -------
    str
        Slug; empty for an unknown code and for Antarctica.

    Examples
    --------
    >>> subregion_of("SD"), subregion_of("IR")
    ('northern-africa', 'southern-asia')
    """
    country = countries().get(code)
    return country.subregion if country else ""


def languages_of(code: str) -> tuple[str, ...]:
    """Return the codes of a country's languages, the widest working language first.

    Parameters
    ----------
    code : str
        Two-letter code.

    Returns
    -------
    tuple of str
        Language codes; empty for an unknown country.

    Examples
    --------
    >>> languages_of("SN")
    ('fr', 'wo')
    """
    country = countries().get(code)
    return country.languages if country else ()


def country_name(code: str, language: str) -> str:
    """Return a country's name in a language.

    Parameters
    ----------
    code : str
        Two-letter code.
    language : str
        Language code, such as ``fr`` or ``pt-BR``.

    Returns
    -------
    str
        The name; in English where CLDR has none in that language, the code itself when it is unknown.

    Examples
    --------
    >>> country_name("CI", "en"), country_name("DE", "es")
    ('Côte d’Ivoire', 'Alemania')
    """
    name = _DISPLAY_NAMES.get(language, {}).get(code) or _territories(language).get(code)
    return name or _DISPLAY_NAMES["en"].get(code) or _territories("en").get(code, code)


def country_names(code: str) -> tuple[str, ...]:
    """Return all names of a country, in force and former, for searching.

    Parameters
    ----------
    code : str
        Two-letter code.

    Returns
    -------
    tuple of str
        Names in several languages; empty for an unknown code.

    Examples
    --------
    >>> "Swaziland" in country_names("SZ")
    True
    """
    country = countries().get(code)
    return (*country.names, *country.aliases) if country else ()


@cache
def _territories(language: str) -> Mapping[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}
