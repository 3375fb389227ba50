"""The five ILO regions."""

from skillsnet.core.text import fold

REGIONS: dict[str, dict[str, str]] = {
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

# Names of several countries that stand in country columns, with their region where it is one.
_WIDE = {
    "africa": "africa|western and central africa|eastern and southern africa|southern africa|western africa|"
    "eastern africa|central africa|sub saharan africa|west africa|east africa|northern africa|north africa|sahel",
    "americas": "latin america|latin america and caribbean|latin america and the caribbean|caribbean|central america|"
    "south america|north america|oecs countries|americas",
    "arab-states": "gulf states|arab states",
    "asia-pacific": "asia|south asia|east asia|east asia and pacific|east asia and the pacific|pacific islands|"
    "south eastern asia|pacific|asia and the pacific|south asia region",
    "europe-central-asia": "europe|central asia|europe and central asia|eu|european union|western balkans",
    "": "world|global|multi country|several countries|international|middle east and north africa|worldwide|mena",
}
_BY_NAME = {name: region for region, names in _WIDE.items() for name in names.split("|")}


def region_name(region: str, language: str) -> str:
    """Return a region's name in a language, in English where it has none, or the slug itself when unknown."""
    names = REGIONS.get(region, {})
    return names.get(language) or names.get("en", region)


def find_region(name: str) -> str | None:
    """Return the region a name of several countries lies in, an empty string for several, None for no such name."""
    folded = " ".join(fold(name).replace("-", " ").replace("&", "and").split())
    own = {fold(own): slug for slug, names in REGIONS.items() for own in names.values()}
    return own.get(folded, _BY_NAME.get(folded))
