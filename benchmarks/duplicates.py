"""Finding duplicate organisations: the real clusters, and 100,000 against 100,000 with planted duplicates."""

import json
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from rapidfuzz.distance import JaroWinkler

from skillsnet.core.geo import country_codes, find_country
from skillsnet.core.intake.record_linkage import OrganisationTraits, compare_all, own_domain

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "dev"
SIZE = 100_000
# All pairs of 20,000 would take 1.6 GB: there only the peer that blocks is run.
ALL_PAIRS_SIZE = 5_000
PEER_SIZE = 20_000
# Every twentieth organisation of the left list stands in the right one, differently spelled.
PLANTED_EVERY = 20
SYLLABLE_LINE = "ba ko ri ten lu sha mo ner vi dal ga pi zo har mek su tro wi fen qua jo li cam du ros el ney thi bra"
SYLLABLES = SYLLABLE_LINE.split()
KINDS = {
    "": "Foundation|Initiative|Trust|Network|Alliance|Institute|Academy|Centre for {} Studies|Union of {} Workers",
    "Youth": "Forum|Council|Development Fund|Centre|Association for {} Skills",
    "Université": "de {}|de {} pour le Travail",
    "Fundación": "{}|{} para el Empleo|{} y Desarrollo Social",
    "Technical": "College of {}|Training Institute of {}|Education Board",
}
FIELD_LINE = (
    "Health Skills Education Rural Women Digital Energy Water Climate Agricultural Vocational Migration Maritime"
)
FIELDS = FIELD_LINE.split()
LATIN_LINE = "sh zh ch th qu j w x y h c q a b v g d e z i k l m n o p r s t u f"
CYRILLIC_LINE = "ш ж ч т кв дж в кс й х к к а б в г д е з и к л м н о п р с т у ф"
CYRILLIC = dict(zip(LATIN_LINE.split(), CYRILLIC_LINE.split(), strict=True))
CHANGES = ("legal form", "case", "typo", "acronym", "transliteration", "punctuation", "bracketed acronym")


def measure() -> Iterator[dict[str, Any]]:
    """Yield precision and recall on the real names, then time, memory, precision and recall on generated ones."""
    yield real_clusters() if SHARED.is_dir() else {"skipped": "the real files are not beside this checkout"}
    yield planted_run(SIZE)
    yield from peer_runs(ALL_PAIRS_SIZE)
    yield from peer_runs(PEER_SIZE)


def real_clusters(*, names_alone: bool = False) -> dict[str, Any]:
    """Return precision and recall over pairs of names of the real call, and what was missed and taken wrongly."""
    clusters = json.loads((SHARED / "call_export_org_clusters.json").read_text(encoding="utf-8"))
    true = {pair for group in clusters["same_organisation"] for pair in combinations(sorted(group), 2)}
    organisations = real_organisations()
    if names_alone:
        organisations = [OrganisationTraits(name) for name in dict.fromkeys(each.name for each in organisations)]
    matches = compare_all(organisations)
    name_pairs = {tuple(sorted((organisations[match.left].name, organisations[match.right].name))) for match in matches}
    name_pairs = {pair for pair in name_pairs if pair[0] != pair[1]}
    return {
        "names": len({each.name for each in organisations}),
        "pairs_true": len(true),
        "pairs_found": len(name_pairs),
        "precision": round(len(name_pairs & true) / max(1, len(name_pairs)), 4),
        "recall": round(len(name_pairs & true) / len(true), 4),
        "missed": sorted(true - name_pairs),
        "false": sorted(name_pairs - true),
    }


def real_organisations() -> list[OrganisationTraits]:
    """Return the organisations of the real call with country and domain, each spelling and country once."""
    header, *rows = load_workbook(SHARED / "call_export.xlsx").worksheets[0].iter_rows(values_only=True)
    at = {str(title): column for column, title in enumerate(header)}
    organisations = {}
    for row in rows:
        name, country, link = (str(row[at[title]] or "") for title in ("Organisation name", "Country", "Website"))
        if name:
            domains = frozenset(filter(None, (own_domain(link),)))
            organisations[OrganisationTraits(name, find_country(country).code if country else "", domains=domains)] = (
                None
            )
    return list(organisations)


def planted(n: int, *, seed: int = 1) -> tuple[list[OrganisationTraits], list[OrganisationTraits], dict[int, str]]:
    """Return two lists of n organisations, and the change by which each planted one of the left stands in the right.

    A planted organisation has the same position in both lists; all others are different bodies.
    """
    chance = random.Random(seed)
    countries = country_codes()
    names: dict[str, None] = {}
    while len(names) < 2 * n:
        names[_name(chance)] = None
    every = [OrganisationTraits(name, country=chance.choice(countries)) for name in names]
    left, right, changes = every[:n], every[n:], {}
    for at in range(0, n, PLANTED_EVERY):
        change = CHANGES[(at // PLANTED_EVERY) % len(CHANGES)]
        if "acronym" in change:
            left[at] = replace(left[at], name=_long_name(chance))
        elif change == "transliteration":
            left[at] = replace(left[at], name=f"{_random_word(chance)} {_random_word(chance)}")
        right[at] = replace(left[at], name=_change_name(left[at].name, change, chance))
        changes[at] = change
    return left, right, changes


def _random_word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.choice((3, 3, 4)))).capitalize()


def _name(chance: random.Random) -> str:
    first = chance.choice(list(KINDS))
    kind = chance.choice(KINDS[first].split("|")).replace("{}", _random_word(chance))
    proper = f"{_random_word(chance)} {chance.choice(FIELDS)}" if chance.random() < 0.5 else _random_word(chance)
    shape = chance.random()
    if shape < 0.15:
        return _random_word(chance) + chance.choice(SYLLABLES)
    return f"{first} {proper} {kind}".strip() if shape < 0.9 else f"{proper} {_random_word(chance)} Group"


def _long_name(chance: random.Random) -> str:
    fields = " ".join(chance.sample(FIELDS, 2))
    return f"{_random_word(chance)} {_random_word(chance)} {fields} Association of {_random_word(chance)}"


def _change_name(name: str, change: str, chance: random.Random) -> str:
    initials = "".join(part[0] for part in name.split() if part != "of")
    cyrillic = name.lower()
    for latin, letter in CYRILLIC.items():
        cyrillic = cyrillic.replace(latin, letter)
    return {
        "legal form": lambda: name + chance.choice((" Ltd", ", Inc.", " GmbH", " S.A.", " NPC")),
        "case": lambda: chance.choice((name.upper(), name.lower())),
        "typo": lambda: _misspelt(name, chance),
        "acronym": lambda: initials.upper(),
        "transliteration": lambda: cyrillic,
        "punctuation": lambda: "The " + name.replace(" ", "-", 1),
        "bracketed acronym": lambda: f"{name} ({initials.upper()})",
    }[change]()


def _misspelt(name: str, chance: random.Random) -> str:
    words = name.split()
    at = max(range(len(words)), key=lambda index: len(words[index]))
    longest, spot = words[at], chance.randrange(2, len(words[at]) - 2)
    slip = chance.choice((longest[:spot] + longest[spot + 1 :], longest[:spot] + longest[spot] + longest[spot:]))
    return " ".join((*words[:at], slip, *words[at + 1 :]))


def planted_run(n: int) -> dict[str, Any]:
    """Return time, memory and, of the pairs planted, how many were found and how many found were not planted."""
    left, right, changes = planted(n)
    matches, cpu_s, wall_s = _timed(lambda: compare_all(left, right))
    pairs = {(match.left, match.right) for match in matches}
    sure_pairs = {(match.left, match.right) for match in matches if match.likeness.certainty == "sure"}
    hits = {at for at in changes if (at, at) in pairs}
    planted_as = Counter(changes.values())
    return {
        "n": f"{n} x {n}",
        "cpu_s": cpu_s,
        "wall_s": wall_s,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "us_per_record": round(cpu_s / (2 * n) * 1e6, 1),
        "pairs_found": len(pairs),
        "planted": len(changes),
        "recall": round(len(hits) / len(changes), 4),
        "recall_by_change": {
            change: round(hit / planted_as[change], 4) for change, hit in Counter(changes[at] for at in hits).items()
        },
        "precision": round(len(hits) / max(1, len(pairs)), 4),
        "precision_of_sure": round(sum((at, at) in sure_pairs for at in changes) / max(1, len(sure_pairs)), 4),
    }


def peer_runs(n: int) -> Iterator[dict[str, Any]]:
    """Yield our figures and the peers' on the same lists: all pairs by rapidfuzz, blocks by recordlinkage."""
    left, right, changes = planted(n)
    ours, our_s, _ = _timed(lambda: {(match.left, match.right) for match in compare_all(left, right)})
    yield {"n": f"{n} x {n}", "by": "compare_all", "cpu_s": our_s, **_quality(ours, changes)}
    for by, module, find in (
        ("rapidfuzz cdist", "rapidfuzz", _by_cdist),
        ("recordlinkage", "recordlinkage", _by_recordlinkage),
    ):
        if find is _by_cdist and n > ALL_PAIRS_SIZE:
            continue
        try:
            # Loading the library is no part of its time.
            import_module(module)
            theirs, peer_s, _ = _timed(lambda: find(left, right))  # noqa: B023 (called at once)
        except ImportError:
            yield {"by": by, "skipped": "not installed"}
            continue
        ratio = round(our_s / peer_s, 3)
        yield {"n": f"{n} x {n}", "by": by, "cpu_s": peer_s, **_quality(theirs, changes), "cpu_ratio_ours": ratio}


def _quality(pairs: set[tuple[int, int]], changes: dict[int, str]) -> dict[str, float]:
    hits = sum((at, at) in pairs for at in changes)
    return {"recall": round(hits / len(changes), 4), "precision": round(hits / max(1, len(pairs)), 4)}


def _by_cdist(left: list[OrganisationTraits], right: list[OrganisationTraits]) -> set[tuple[int, int]]:
    """Compare all with all by Jaro-Winkler similarity of the lower-case names, within one country."""
    import numpy as np
    from rapidfuzz import process

    names = [[each.name.lower() for each in side] for side in (left, right)]
    scores = process.cdist(*names, scorer=JaroWinkler.similarity, score_cutoff=0.92, dtype=np.float32, workers=1)
    pairs = zip(*(indexes.tolist() for indexes in np.nonzero(scores)), strict=True)
    return {(a, b) for a, b in pairs if left[a].country == right[b].country}


def _by_recordlinkage(left: list[OrganisationTraits], right: list[OrganisationTraits]) -> set[tuple[int, int]]:
    """Block on the country and compare the lower-case names by Jaro-Winkler, as recordlinkage's own guide does."""
    import pandas
    import recordlinkage

    frames = [
        pandas.DataFrame({"name": [each.name.lower() for each in side], "country": [each.country for each in side]})
        for side in (left, right)
    ]
    index = recordlinkage.Index()
    index.block("country")
    compare = recordlinkage.Compare()
    compare.string("name", "name", method="jarowinkler", threshold=0.92)
    features = compare.compute(index.index(*frames), *frames)
    return set(features[features[0] > 0].index.tolist())


def _timed(job: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    result = job()
    return result, round(time.process_time() - cpu, 2), round(time.perf_counter() - wall, 2)
