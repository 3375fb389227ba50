"""Invented parties to match: drawn with a fixed seed, from a few subjects, countries and links."""

import random

from skillsnet.core.matching import Party, PartyText
from skillsnet.core.netmap.graph import Links

SUBJECTS = (
    "solar panels electricians rooftop installation",
    "welding workshop metal harbour safety",
    "weaving cooperative looms cotton market",
    "midwives clinic nurses rural training",
    "computer literacy tablets teachers schools",
    "beekeeping honey forest cooperatives income",
)
PLACES = (("KE", "africa"), ("PE", "americas"), ("VN", "asia"), ("JO", "arab"), ("FR", "europe"))


def make_parties(count: int, *, seed: int = 1) -> list[Party]:
    """Return parties of which each says words of one subject and some of another."""
    draw = random.Random(seed)
    parties = []
    for key in range(count):
        own, other = draw.sample(SUBJECTS, 2)
        words = draw.choices(own.split(), k=12) + draw.choices(other.split(), k=3) + [f"detail{draw.randrange(40)}"]
        country, region = draw.choice(PLACES)
        parties.append(
            Party(
                key + 100,
                (PartyText(" ".join(words), "en"),),
                project_count=draw.choice((1, 1, 1, 2, 4, 9)),
                categories=frozenset(draw.sample(("green", "craft", "health", "digital"), draw.randrange(3))),
                beneficiaries=frozenset(draw.sample(("women", "youth", "refugees"), draw.randrange(3))),
                stage=draw.choice((None, 0, 2, 4)),
                languages=frozenset(draw.sample(("en", "fr", "es"), draw.randrange(3))),
                country=country,
                region=region,
                needs=frozenset(draw.sample(("assessor", "kiln"), draw.randrange(2))),
                offers=frozenset(draw.sample(("assessor", "kiln"), draw.randrange(2))),
            )
        )
    return parties


def make_links(count: int, *, seed: int = 2, number: int = 60) -> Links:
    """Return random links between so many parties."""
    draw = random.Random(seed)
    return Links.of_pairs([tuple(sorted(draw.sample(range(count), 2))) for _ in range(number)])
