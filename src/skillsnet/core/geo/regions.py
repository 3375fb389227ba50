"""The five ILO regions, their subregions, and names of several countries."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from skillsnet.core.geo.names import folded_name

REGIONS: Final[dict[str, dict[str, str]]] = {
    "africa": {"en": "Africa", "fr": "Afrique", "es": "África", "ar": "أفريقيا"},
    "americas": {"en": "Americas", "fr": "Amériques", "es": "Américas", "ar": "الأمريكتان"},
    "arab-states": {"en": "Arab States", "fr": "États arabes", "es": "Estados árabes", "ar": "الدول العربية"},
    "asia-pacific": {
        "en": "Asia and the Pacific",
        "fr": "Asie et Pacifique",
        "es": "Asia y el Pacífico",
        "ar": "آسيا والمحيط الهادئ",
    },
    "europe-central-asia": {
        "en": "Europe and Central Asia",
        "fr": "Europe et Asie centrale",
        "es": "Europa y Asia Central",
        "ar": "أوروبا وآسيا الوسطى",
    },
}


@dataclass(frozen=True)
class _Subregion:
    region: str
    names: tuple[str, str, str, str]


_LANGUAGES: Final = ("en", "fr", "es", "ar")
# The ILO's eleven broad subregions.
_SUBREGIONS: Final = {
    "northern-africa": _Subregion("africa", ("Northern Africa", "Afrique du Nord", "África del Norte", "شمال أفريقيا")),
    "sub-saharan-africa": _Subregion(
        "africa", ("Sub-Saharan Africa", "Afrique subsaharienne", "África Subsahariana", "أفريقيا جنوب الصحراء")
    ),
    "latin-america-caribbean": _Subregion(
        "americas",
        (
            "Latin America and the Caribbean",
            "Amérique latine et Caraïbes",
            "América Latina y el Caribe",
            "أمريكا اللاتينية والكاريبي",
        ),
    ),
    "northern-america": _Subregion(
        "americas", ("Northern America", "Amérique du Nord", "América del Norte", "أمريكا الشمالية")
    ),
    "arab-states": _Subregion("arab-states", ("Arab States", "États arabes", "Estados árabes", "الدول العربية")),
    "eastern-asia": _Subregion("asia-pacific", ("Eastern Asia", "Asie de l’Est", "Asia Oriental", "شرق آسيا")),
    "south-eastern-asia-pacific": _Subregion(
        "asia-pacific",
        (
            "South-Eastern Asia and the Pacific",
            "Asie du Sud-Est et Pacifique",
            "Asia Sudoriental y el Pacífico",
            "جنوب شرق آسيا والمحيط الهادئ",
        ),
    ),
    "southern-asia": _Subregion("asia-pacific", ("Southern Asia", "Asie du Sud", "Asia Meridional", "جنوب آسيا")),
    "northern-southern-western-europe": _Subregion(
        "europe-central-asia",
        (
            "Northern, Southern and Western Europe",
            "Europe du Nord, du Sud et de l’Ouest",
            "Europa del Norte, del Sur y Occidental",
            "شمال وجنوب وغرب أوروبا",
        ),
    ),
    "eastern-europe": _Subregion(
        "europe-central-asia", ("Eastern Europe", "Europe de l’Est", "Europa Oriental", "أوروبا الشرقية")
    ),
    "central-western-asia": _Subregion(
        "europe-central-asia",
        ("Central and Western Asia", "Asie centrale et occidentale", "Asia Central y Occidental", "وسط وغرب آسيا"),
    ),
}
SUBREGIONS: Final[dict[str, dict[str, str]]] = {
    slug: dict(zip(_LANGUAGES, subregion.names, strict=True)) for slug, subregion in _SUBREGIONS.items()
}

# Names of several countries that stand in country columns, by region or subregion; the ones under "" span regions.
_WIDE: Final = {
    "africa": "western and central africa|eastern and southern africa|africa region|continental africa|african union|"
    "afrique de l ouest et du centre|union africaine",
    "northern-africa": "north africa|maghreb|afrique septentrionale|africa septentrional|norte de africa",
    "sub-saharan-africa": "southern africa|western africa|eastern africa|central africa|west africa|east africa|"
    "middle africa|sahel|horn of africa|great lakes region|ecowas|cedeao|sadc|cemac|waemu|uemoa|"
    "east african community|eac|sub saharan africa ssa|afrique de l ouest|afrique de l est|afrique australe|"
    "afrique centrale|afrique orientale|afrique occidentale|africa occidental|africa oriental|africa central|"
    "africa austral|southern and eastern africa|west and central africa",
    "americas": "america|north and south america|the americas|amerique",
    "latin-america-caribbean": "latin america|latin america and caribbean|latin america and the caribbean region|lac|"
    "caribbean|the caribbean|caribbean region|central america|south america|oecs countries|oecs|caricom|mercosur|"
    "andean countries|amerique latine|amerique latine et les caraibes|caraibes|amerique centrale|amerique du sud|"
    "america latina|america latina y caribe|caribe|centroamerica|america central|america del sur|sudamerica|"
    "suramerica|iberoamerica|region andina",
    "northern-america": "north america|norteamerica",
    "arab-states": "gulf states|gcc|gulf cooperation council|gcc countries|mashreq|levant|gulf countries|"
    "pays du golfe|paises del golfo|الخليج",
    "asia-pacific": "asia|asia pacific|east asia and pacific|east asia and the pacific|asie|asie pacifique|"
    "asia y pacifico|asie de l est et pacifique|آسيا|east asia pacific",
    "eastern-asia": "east asia|asie orientale|northeast asia",
    "south-eastern-asia-pacific": "south east asia|southeast asia|south eastern asia|asean|pacific|pacific islands|"
    "pacific island countries|oceania|melanesia|polynesia|pacific region|asie du sud est|sudeste asiatico|pacifique|"
    "pacifico|oceanie|south pacific",
    "southern-asia": "south asia|south asia region|asie meridionale|sur de asia|asia del sur",
    "europe-central-asia": "europe|eastern europe and central asia|eurasia|europa|أوروبا",
    "northern-southern-western-europe": "eu|e u|ue|european union|union europeenne|union europea|western europe|"
    "northern europe|southern europe|western balkans|balkans|scandinavia|nordic countries|eu countries",
    "eastern-europe": "europe de l est|europa del este",
    "central-western-asia": "central asia|caucasus|south caucasus|southern caucasus|asie centrale|caucase|western asia",
    "": "world|global|globally|worldwide|all countries|all regions|international|multiple countries|multi country|"
    "multiple|multicountry|several countries|various|various countries|many countries|other|others|regional|"
    "interregional|middle east and north africa|mena|middle east|arab world|arab region|near east|"
    "developing countries|low income countries|least developed countries|commonwealth|francophonie|small states|"
    "monde|mondial|monde entier|dans le monde entier|le monde entier|mondialement|"
    "plusieurs pays|multi pays|tous les pays|moyen orient|moyen orient et afrique du nord|"
    "mundo|mundial|todo el mundo|en todo el mundo|a nivel mundial|mundialmente|internacional|"
    "varios paises|todos los paises|multipais|medio oriente|oriente medio y norte de africa|"
    "العالم|عالمي|عدة دول|الشرق الاوسط|الشرق الاوسط وشمال افريقيا|middle east north africa|"
    "middle east north africa afghanistan and pakistan",
}


@cache
def _by_name() -> Mapping[str, str]:
    slugs_by_name = {folded_name(name): slug for slug, names in _WIDE.items() for name in names.split("|")}
    slugs_by_name |= {folded_name(name): slug for slug, names in SUBREGIONS.items() for name in names.values()}
    return slugs_by_name | {folded_name(name): slug for slug, names in REGIONS.items() for name in names.values()}


def region_name(region: str, language: str) -> str:
    """Return a region's or subregion's name in a language.

    Parameters
    ----------
    region : str
        Slug of a region or subregion.
    language : str
        ``en``, ``fr``, ``es`` or ``ar``; English answers for any other.

    Returns
    -------
    str
        The name; the slug itself when it is unknown.

    Examples
    --------
    >>> region_name("americas", "fr"), region_name("southern-asia", "es")
    ('Amériques', 'Asia Meridional')
    """
    names = REGIONS.get(region) or SUBREGIONS.get(region) or {}
    return names.get(language) or names.get("en", region)


def region_of_subregion(subregion: str) -> str:
    """Return the slug of the region that a subregion lies in.

    Parameters
    ----------
    subregion : str
        Slug of a subregion.

    Returns
    -------
    str
        Slug; empty for an unknown subregion.

    Examples
    --------
    >>> region_of_subregion("central-western-asia")
    'europe-central-asia'
    """
    region = _SUBREGIONS.get(subregion)
    return region.region if region else ""


def find_region(name: str) -> tuple[str, str] | None:
    """Return the region and subregion that a name of several countries lies in.

    Parameters
    ----------
    name : str
        Such as "Western Africa", "Amérique latine" or "World".

    Returns
    -------
    tuple of (str, str) or None
        Slugs of region and subregion, each empty where the name spans several; None for no such name.

    Examples
    --------
    >>> find_region("Western Africa"), find_region("World"), find_region("Kenya")
    (('africa', 'sub-saharan-africa'), ('', ''), None)
    """
    slug = _by_name().get(folded_name(name.replace("&", " and ")))
    if slug is None:
        return None
    if slug in REGIONS or not slug:
        return slug, ""
    return region_of_subregion(slug), slug
