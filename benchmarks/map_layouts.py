"""Where everybody stands, for 473 to 100,000 participants: cost and quality; the issue landscape's peer is UMAP."""

import csv
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.networks import CATEGORIES, generated
from skillsnet.core.geo import REGIONS, region_of
from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import Facet, Layout, Links
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.netmap.knn import nearest
from skillsnet.core.netmap.layouts import PreviousLayout, geographic_layout, hub_layout, landscape, link_layout
from skillsnet.core.netmap.layouts.quality import continuity, displacement, hubs_apart, overlap, trustworthiness

SIZES = (473, 5_000, 20_000, 100_000)
PEER_SIZES = (473, 5_000)
PEER_SEEDS = (1, 2, 3)
TIES_SHARE = 0.4
SUBJECTS = 64
# Of more points, so many judge how well neighbours are kept.
SAMPLE_SIZE = 2_000
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "dev"
CALLS = ("call_export_utf8bom.csv", "skills_call_export_utf8bom.csv")


def measure(sizes: tuple[int, ...] = SIZES) -> Iterator[dict[str, Any]]:
    """Yield each arrangement's CPU and wall seconds, overlapping pairs, and how far one newcomer moves anybody."""
    for n in sizes:
        for name, draw, hubs_matter in _arrangements(n):
            layout, cpu_s, wall_s = _timed(lambda: draw(n, None))  # noqa: B023 (called at once)
            ids = np.arange(n)
            previous = PreviousLayout.of(layout, ids[:-1], ids, None)
            memory = PreviousLayout(ids[:-1], layout.points[:-1], layout.spacing, ids, previous.hubs)
            later, again_s, _ = _timed(lambda: draw(n, memory))  # noqa: B023
            yield {
                "n": n,
                "grouping": name,
                "cpu_s": cpu_s,
                "wall_s": wall_s,
                "overlapping_pairs": overlap(layout.points, layout.spacing),
                "hubs_apart_spacings": round(hubs_apart(layout), 2) if hubs_matter else None,
                "again_cpu_s": again_s,
                "newcomer_moves_most": round(displacement(layout.points[:-1], later.points[:-1])[1], 4),
            }
        yield _landscape(n)
    yield from peers()


def peers(sizes: tuple[int, ...] = PEER_SIZES) -> Iterator[dict[str, Any]]:
    """Yield how well neighbours are kept by the landscape and by UMAP on the same vectors, and what both cost."""
    for n in sizes:
        for name, vectors in _vector_sets(n):
            groups = communities(nearest(vectors, 8, seed=0).links(least=0.25), len(vectors), seed=0)
            layout, cpu_s, _ = _timed(lambda: landscape(vectors, communities=groups, seed=0))  # noqa: B023
            pictures, peer_s, _ = _timed(lambda: [_umap(vectors, seed) for seed in PEER_SEEDS])  # noqa: B023
            sample = None if len(vectors) <= SAMPLE_SIZE else SAMPLE_SIZE
            yield {
                "n": len(vectors),
                "vectors": name,
                "cpu_s": cpu_s,
                "trustworthiness": round(trustworthiness(vectors, layout.points, sample=sample), 4),
                "continuity": round(continuity(vectors, layout.points, sample=sample), 4),
                "umap_cpu_s": round(peer_s / len(PEER_SEEDS), 2),
                "umap_trustworthiness": _mean(trustworthiness(vectors, picture, sample=sample) for picture in pictures),
                "umap_continuity": _mean(continuity(vectors, picture, sample=sample) for picture in pictures),
            }


Draw = Callable[[int, "PreviousLayout | None"], Layout]


def _arrangements(n: int) -> list[tuple[str, Draw, bool]]:
    facets = {facet.key: facet for facet in generated(n)[0]}
    country = facets["country"]
    clusters = [list(REGIONS).index(region_of(code)) for code in country.values]
    declared_links = _declared_links(n)
    return [
        (
            "category",
            lambda n, previous: hub_layout(
                facets["category"], previous=_with_value_names(previous, facets["category"])
            ),
            True,
        ),
        (
            "language",
            lambda n, previous: hub_layout(
                facets["language"], previous=_with_value_names(previous, facets["language"])
            ),
            True,
        ),
        (
            "region",
            lambda n, previous: hub_layout(facets["region"], previous=_with_value_names(previous, facets["region"])),
            True,
        ),
        (
            "country",
            lambda n, previous: hub_layout(country, cluster_of=clusters, previous=_with_value_names(previous, country)),
            True,
        ),
        ("place", lambda n, previous: geographic_layout(country, previous=_with_value_names(previous, country)), True),
        ("ties", lambda n, previous: link_layout(n, declared_links, ids=np.arange(n), previous=previous), False),
    ]


def _with_value_names(previous: PreviousLayout | None, facet: Facet) -> PreviousLayout | None:
    """Return a memory in which hubs go by the facet's values instead of by number."""
    if previous is None:
        return None
    hubs = {facet.values[int(name)] if name.isdigit() else name: position for name, position in previous.hubs.items()}
    return PreviousLayout(previous.ids, previous.points, previous.spacing, previous.current_ids, hubs)


def _declared_links(n: int) -> Links:
    chance = random.Random(n)
    return Links.of_pairs((chance.randrange(n), chance.randrange(n)) for _ in range(int(n * TIES_SHARE)))


def _landscape(n: int) -> dict[str, Any]:
    vectors = _made_vectors(n)
    graph, near_s, _ = _timed(lambda: nearest(vectors, 8, seed=0).links(least=0.25))
    groups, found_s, _ = _timed(lambda: communities(graph, n, seed=0))
    layout, cpu_s, wall_s = _timed(lambda: landscape(vectors, communities=groups, seed=0))
    ids = np.arange(n)
    previous = PreviousLayout(ids[:-1], layout.points[:-1], layout.spacing, ids)
    later, again_s, _ = _timed(lambda: landscape(vectors, communities=groups, previous=previous, seed=0))
    sample = None if n <= SAMPLE_SIZE else SAMPLE_SIZE
    return {
        "n": n,
        "grouping": "issue",
        "near_cpu_s": near_s,
        "communities_cpu_s": found_s,
        "communities": int(groups.max()) + 1,
        "cpu_s": cpu_s,
        "wall_s": wall_s,
        "overlapping_pairs": overlap(layout.points, layout.spacing),
        "trustworthiness": round(trustworthiness(vectors, layout.points, sample=sample), 4),
        "continuity": round(continuity(vectors, layout.points, sample=sample), 4),
        "again_cpu_s": again_s,
        "newcomer_moves_most": round(displacement(layout.points[:-1], later.points[:-1])[1], 4),
    }


def _made_vectors(n: int) -> Any:
    """Return unit rows around centres of two levels, as subjects of texts are."""
    chance = np.random.default_rng(n)
    wide = chance.normal(size=(len(CATEGORIES), SUBJECTS))
    narrow = chance.normal(size=(len(CATEGORIES) * 12, SUBJECTS)) * 0.8
    at = chance.integers(len(narrow), size=n)
    rows = wide[at % len(CATEGORIES)] + narrow[at] + chance.normal(size=(n, SUBJECTS)) * 0.9
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _vector_sets(n: int) -> Iterator[tuple[str, Any]]:
    yield "made", _made_vectors(n)
    if n != SIZES[0]:
        return
    for name in CALLS:
        if not (SHARED / name).exists():
            continue
        with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        texts = [f"{row['Proposal title']}. {row.get('Summary') or row.get('Objectives / summary')}" for row in rows]
        vectors = issue_vectors(texts, [None] * len(texts))[0]
        yield name, vectors[(vectors**2).sum(axis=1) > 0.5]


def _umap(vectors: Any, seed: int) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from umap import UMAP

        return UMAP(random_state=seed).fit_transform(vectors)


def _mean(values: Iterator[float]) -> float:
    numbers = list(values)
    return round(sum(numbers) / len(numbers), 4)


def _timed(job: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    result = job()
    return result, round(time.process_time() - cpu, 3), round(time.perf_counter() - wall, 3)
