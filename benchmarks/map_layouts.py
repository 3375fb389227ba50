"""The map's layouts for 473 to 100,000 participants; the peer of the landscape is umap-learn on the same vectors."""

import csv
import random
import resource
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.networks import SYLLABLES
from skillsnet.core.geo import REGIONS, country_codes, region_of
from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import Facet, Integers, Layout, Links
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.netmap.layouts import Before, hub_layout, landscape, place_layout, ties_layout
from skillsnet.core.netmap.layouts.quality import continuity, displacement, hubs_apart, overlap, trustworthiness
from skillsnet.core.netmap.metrics import measure as metrics

SIZES = (473, 5_000, 20_000, 100_000)
JUDGED = 2_000
PEER_SIZES = (473, 5_000)
PEER_SEEDS = 3
COUNTRIES = [code for code in country_codes() if region_of(code)]
CALLS = Path(__file__).parent.parent.parent / "shared/data/dev"
# Files of real calls and the columns that hold their texts.
REAL = (
    ("call_export_utf8bom.csv", ("Proposal title", "Summary")),
    ("skills_call_export_utf8bom.csv", ("Proposal title", "Objectives / summary")),
)


def measure() -> Iterator[dict[str, Any]]:
    """Yield each layout's figures at each size: CPU and wall seconds, overlaps, gaps and what a newcomer moves."""
    for n in SIZES:
        facets = _facets(n)
        for key, (facet, job) in _hub_jobs(facets).items():
            yield {"n": n, "layout": key, **_stable(facet, job)}
        ties = _ties(n)
        yield {"n": n, "layout": "ties", **_figures(lambda: ties_layout(n, ties, ids=np.arange(n)))}  # noqa: B023
        _, cpu, wall = _timed(lambda: metrics(n, ties, np.arange(n) % 12))  # noqa: B023
        yield {"n": n, "layout": "(metrics)", "cpu_s": cpu, "wall_s": wall}
        texts = _texts(n)
        yield {"n": n, "layout": "issue", **_landscape(texts, ["en"] * n, is_peer_asked=n in PEER_SIZES)}
    for file, columns in REAL:
        if (CALLS / file).exists():
            texts = _call(CALLS / file, columns)
            row = _landscape(texts, [None] * len(texts), is_peer_asked=True)
            yield {"n": len(texts), "layout": f"issue of {file}", **row}


def _hub_jobs(facets: dict[str, Facet]) -> dict[str, tuple[Facet, Callable[[Facet, Before | None], Layout]]]:
    regions = list(REGIONS)
    clusters = [regions.index(region_of(code)) for code in COUNTRIES]
    return {
        "category": (facets["category"], lambda facet, before: hub_layout(facet, before=before)),
        "language": (facets["language"], lambda facet, before: hub_layout(facet, before=before)),
        "country": (facets["country"], lambda facet, before: hub_layout(facet, cluster_of=clusters, before=before)),
        "place": (facets["country"], lambda facet, before: place_layout(facet, before=before)),
    }


def _stable(facet: Facet, job: Callable[[Facet, Before | None], Layout]) -> dict[str, Any]:
    """Return the figures of a layout, and how far one newcomer moves the others in the worst of five cases."""
    placed, figures = _kept(lambda: job(facet, None))
    n, moved = len(facet.counts), 0.0
    for chosen in range(0, n, max(1, n // 5)):
        values = facet.of_point[chosen]
        later = Facet(
            facet.key,
            facet.values,
            np.append(facet.counts, len(values)),
            np.append(facet.items, values),
            is_multi=facet.is_multi,
        )
        after = job(later, Before.of(placed, np.arange(n), np.arange(n + 1), facet))
        moved = max(moved, displacement(placed.points, after.points[:n])[1])
    return {**figures, "newcomer_moves": round(moved, 5)}


def _landscape(texts: list[str], languages: list[str | None], *, is_peer_asked: bool) -> dict[str, Any]:
    (vectors, links), vectors_cpu, _ = _timed(lambda: issue_vectors(texts, languages))
    found, communities_cpu, _ = _timed(lambda: communities(links, len(texts)))
    placed, figures = _kept(lambda: landscape(vectors, communities=found))
    told = {**figures, "vectors_cpu_s": vectors_cpu, "communities_cpu_s": communities_cpu}
    told["neighbourhoods"] = int(found.max(initial=-1)) + 1
    told.update(_preserved(vectors, placed.points, ""))
    if is_peer_asked:
        told.update(_peer(vectors))
    return told


def _peer(vectors: Any) -> dict[str, Any]:
    try:
        import umap  # noqa: PLC0415
    except ImportError:
        return {"umap": "not installed"}
    runs, cpu = [], 0.0
    for seed in range(PEER_SEEDS if len(vectors) < 1_000 else 1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            points, cpu, _ = _timed(lambda: umap.UMAP(random_state=seed).fit_transform(vectors))  # noqa: B023
        runs.append(_preserved(vectors, points, "umap_"))
    return {**{key: round(float(np.mean([run[key] for run in runs])), 4) for key in runs[0]}, "umap_cpu_s": cpu}


def _preserved(vectors: Any, points: Any, prefix: str) -> dict[str, float]:
    return {
        f"{prefix}trustworthiness": round(trustworthiness(vectors, points, sample=JUDGED), 4),
        f"{prefix}continuity": round(continuity(vectors, points, sample=JUDGED), 4),
    }


def _figures(job: Callable[[], Layout]) -> dict[str, Any]:
    return _kept(job)[1]


def _kept(job: Callable[[], Layout]) -> tuple[Layout, dict[str, Any]]:
    placed, cpu, wall = _timed(job)
    return placed, {
        "cpu_s": cpu,
        "wall_s": wall,
        "overlaps": overlap(placed.points, placed.spacing),
        # In shares of the distance that an even spread over the square would have.
        "spacing": round(placed.spacing * len(placed.points) ** 0.5, 3),
        "hubs_apart_spacings": round(hubs_apart(placed), 2) if placed.hubs and placed.key != "issue" else None,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _timed(job: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    done = job()
    return done, round(time.process_time() - cpu, 3), round(time.perf_counter() - wall, 3)


def _facets(n: int) -> dict[str, Facet]:
    chance = np.random.default_rng(1)
    weights = chance.dirichlet(np.full(len(COUNTRIES), 0.6))
    countries = chance.choice(len(COUNTRIES), n, p=weights)
    return {
        "category": _several("category", 9, (45, 45, 10), n),
        "language": _several("language", 40, (50, 40, 10), n),
        "country": Facet("country", tuple(COUNTRIES), np.ones(n, dtype=np.int64), countries, is_multi=False),
    }


def _several(key: str, values: int, shares: tuple[int, ...], n: int) -> Facet:
    chance = random.Random(values)
    of_point = [chance.sample(range(values), chance.choices((1, 2, 3), shares)[0]) for _ in range(n)]
    return Facet.of_lists(key, [f"{key}-{value}" for value in range(values)], of_point, is_multi=True)


def _ties(n: int) -> Links:
    """Return ties as a network of members has them: four in ten have none, a few have many."""
    chance = np.random.default_rng(2)
    active = chance.choice(n, n * 6 // 10, replace=False)
    weights = chance.pareto(1.5, len(active)) + 0.2
    first: Integers = chance.choice(active, n, p=weights / weights.sum())
    return Links.of_pairs(zip(first.tolist(), chance.choice(active, n).tolist(), strict=True))


def _texts(n: int) -> list[str]:
    """Return texts of forty subjects, each with words of its own, some of a second subject's and some of all."""
    chance = random.Random(3)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(1_500)]
    subjects = [chance.sample(words, 30) for _ in range(40)]
    weights = [chance.paretovariate(2) for _ in subjects]
    texts = []
    for _ in range(n):
        one, other = chance.choices(subjects, weights, k=2)
        texts.append(" ".join(chance.choices(one, k=18) + chance.choices(other, k=5) + chance.choices(words, k=7)))
    return texts


def _call(path: Path, columns: tuple[str, ...]) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [". ".join(row[column] for column in columns) for row in csv.DictReader(file)]
