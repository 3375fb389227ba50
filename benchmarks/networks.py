"""Generated networks of any size: the shape of a real call, without anybody's data."""

import random

from skillsnet.core.geo import REGIONS, country_codes, region_of
from skillsnet.core.netmap.graph import Facet

CATEGORIES = tuple(f"category-{number}" for number in range(1, 10))
LANGUAGES = ("en", "fr", "es", "ar", "pt", "sw", "hi", "ru")
SYLLABLES = ("ba", "ko", "ri", "ten", "lu", "sha", "mo", "ner", "vi", "dal")


def generated(n: int, *, seed: int = 1) -> tuple[list[Facet], list[str]]:
    """Return the facets and the titles of n participants, the same for the same seed."""
    chance = random.Random(seed)
    countries = [code for code in country_codes() if region_of(code)][:96]
    regions = tuple(REGIONS)
    of_country = [chance.randrange(len(countries)) for _ in range(n)]
    of_category = [tuple(chance.sample(range(9), chance.choices((1, 2, 3), (45, 45, 10))[0])) for _ in range(n)]
    of_language = [tuple(chance.sample(range(8), chance.choices((1, 2), (60, 40))[0])) for _ in range(n)]
    facets = [
        Facet.of_lists("category", CATEGORIES, of_category, is_multi=True),
        Facet.of_lists(
            "region", regions, [(regions.index(region_of(countries[c])),) for c in of_country], is_multi=False
        ),
        Facet.of_lists("country", countries, [(c,) for c in of_country], is_multi=False),
        Facet.of_lists("language", LANGUAGES, of_language, is_multi=True),
    ]
    titles = [" ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(5)).capitalize() for _ in range(n)]
    return facets, titles
