"""Countries by code and by any of their names.

The table `countries.csv` holds facts: ISO 3166 codes, names in six languages with short and long forms, UN M49
subregions, languages; the ILO region follows from the M49 area by rule (source: DataHub country codes, public domain).
Display names come from the Unicode CLDR through Babel.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError

from skillsnet.core.geo.names import UNKNOWN, Match, near_codes
from skillsnet.core.geo.regions import find_region
from skillsnet.core.text import fold

# Exports of some platforms cut long names at this length.
CUT_LENGTH = 40
_STATE_WORDS = re.compile(
    r"\b(the|of|republic|kingdom|state|states|union|federation|federal|federated|federative|democratic|people s|"
    r"islamic|socialist|united|independent|commonwealth|co operative|cooperative|oriental|hashemite|argentine|"
    r"plurinational|bolivarian|arab|principality|sultanate|grand duchy|and)\b"
)
_MORE_NAMES = {
    "argentine republic": "AR", "lebanese republic": "LB", "gabonese republic": "GA", "united mexican states": "MX",
    "somali democratic republic": "SO", "republic of kosovo": "XK", "kosovo": "XK", "swaziland": "SZ", "burma": "MM",
    "ivory coast": "CI", "cote d ivoire": "CI", "cape verde": "CV", "macedonia": "MK", "north macedonia": "MK",
    "turkey": "TR", "turquie": "TR", "turquia": "TR", "czech republic": "CZ", "usa": "US", "u s a": "US",
    "united states of america": "US", "etats unis": "US", "ee uu": "US", "estados unidos": "US", "uk": "GB",
    "great britain": "GB", "england": "GB", "royaume uni": "GB", "reino unido": "GB", "south korea": "KR",
    "korea": "KR", "north korea": "KP", "russia": "RU", "vietnam": "VN", "viet nam": "VN", "laos": "LA",
    "syria": "SY", "iran": "IR", "tanzania": "TZ", "moldova": "MD", "bolivia": "BO", "venezuela": "VE",
    "palestine": "PS", "palestinian territories": "PS", "west bank and gaza": "PS", "drc": "CD", "rdc": "CD",
    "congo kinshasa": "CD", "dr congo": "CD", "congo brazzaville": "CG", "east timor": "TL", "micronesia": "FM",
    "brunei": "BN", "holland": "NL", "gambia": "GM", "bahamas": "BS", "upper volta": "BF", "haute volta": "BF",
}  # fmt: skip


@dataclass(frozen=True)
class _Country:
    code: str
    region: str
    languages: tuple[str, ...]
    names: tuple[str, ...]


@cache
def _countries() -> dict[str, _Country]:
    text = (resources.files(__package__) / "countries.csv").read_text(encoding="utf-8")
    table = {
        row["iso2"]: _Country(
            code=row["iso2"],
            region=row["region"],
            languages=tuple(row["languages"].split()),
            names=(*row["names"].split("|"), row["iso3"], row["iso2"]),
        )
        for row in csv.DictReader(text.splitlines())
    }
    # Kosovo has no ISO code; XK is the one in common use, and CLDR names it.
    table.setdefault("XK", _Country("XK", "europe-central-asia", ("sq", "sr"), ("Kosovo",)))
    return table


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())


def _core(name: str) -> str:
    """Return the name without the words for what kind of state it is."""
    return " ".join(_STATE_WORDS.sub(" ", _plain(name)).split())


@cache
def _by_name() -> dict[str, str]:
    names = {_plain(name): country.code for country in _countries().values() for name in country.names}
    return {**names, **_MORE_NAMES}


@cache
def _by_core() -> dict[str, str | None]:
    """Return the names without state words; None where two countries share one, such as the two Congos."""
    cores: dict[str, str | None] = {}
    for name, code in _by_name().items():
        core = _core(name)
        if len(core) > 3:
            cores[core] = code if cores.get(core, code) == code else None
    return cores


def find_country(name: str) -> Match:
    """Return the country a text names.

    Parameters
    ----------
    name : str
        A name in any form: short, long, historic, ISO code, cut at 40 characters, with a note in brackets.

    Returns
    -------
    Match
        With the ISO 3166-1 alpha-2 code; or kind ``region`` with the region's slug as code for a name of several
        countries; or ``unknown`` with near codes to propose.

    Examples
    --------
    >>> find_country("Republic of Chile").code, find_country("Western Africa").kind
    ('CL', 'region')
    """
    whole = _plain(name)
    if not whole:
        return UNKNOWN
    for form in (whole, _plain(re.sub(r"\(.*?\)|\[.*?\]", " ", name)), _turned(name)):
        if code := _by_name().get(form):
            return Match(code=code, kind="value")
    region = find_region(name)
    if region is not None:
        return Match(code=region, kind="region")
    for core in (_core(name), _core(_turned(name))):
        if code := _by_core().get(core):
            return Match(code=code, kind="value")
    if code := _cut_name(name):
        return Match(code=code, kind="value")
    return Match(code="", kind="unknown", suggestions=near_codes(whole, _by_name()))


def _turned(name: str) -> str:
    """Return "Macedonia, Republic of North" as "Republic of North Macedonia"."""
    head, comma, tail = name.partition(",")
    return _plain(f"{tail} {head}") if comma else ""


def _cut_name(name: str) -> str | None:
    if len(name.strip()) < CUT_LENGTH - 1:
        return None
    core = _core(name)
    found = {code for full, code in _by_core().items() if code and full.startswith(core[: max(8, len(core))])}
    words = core.split()
    if not found and len(words) > 1:
        shorter = " ".join(words[:-1])
        found = {code for full, code in _by_core().items() if code and full.startswith(shorter)}
    return found.pop() if len(found) == 1 else None


def country_codes() -> tuple[str, ...]:
    """Return all codes in alphabetical order."""
    return tuple(sorted(_countries()))


def region_of(code: str) -> str:
    """Return the slug of a country's ILO region, or an empty string for an unknown code."""
    country = _countries().get(code)
    return country.region if country else ""


def languages_of(code: str) -> tuple[str, ...]:
    """Return the codes of a country's languages, the commonest first."""
    country = _countries().get(code)
    return country.languages if country else ()


def country_name(code: str, language: str) -> str:
    """Return a country's name in a language, in English where CLDR has none, or the code itself when unknown."""
    return _territories(language).get(code) or _territories("en").get(code, code)


def country_names(code: str) -> tuple[str, ...]:
    """Return all names of a country that a search may use."""
    country = _countries().get(code)
    return country.names if country else ()


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}
