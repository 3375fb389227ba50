"""Writes the island's side of the map's files: the definition, and files made by the server for its tests to read."""

import base64
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from skillsnet.core.netmap import payload, schema
from skillsnet.core.netmap.graph import GOLDEN_ANGLE, Discs, Facet, Hub, Layout, Links, Network, Number, Outline, Within

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "frontend" / "src" / "netmap" / "contract"
SEED = 7
POINTS = 40
COUNTRIES = ("BR", "KE", "PE", "SN", "VN")
REGIONS = ("africa", "americas", "asia")
REGION_OF = (1, 0, 1, 0, 2)
LANGUAGES = ("en", "fr", "es")


def main(task: str) -> None:
    """Write both files, or with ``check`` only say whether they are as they would be written."""
    wanted = {CONTRACT / "schema.ts": definition(), CONTRACT / "fixture.json": fixture()}
    if task == "check":
        stale = [
            path.relative_to(ROOT) for path, text in wanted.items() if not path.exists() or path.read_text() != text
        ]
        if stale:
            sys.exit(f"{' and '.join(map(str, stale))} differ from core/netmap: run python tools/contract.py write")
        return
    for path, text in wanted.items():
        path.write_text(text)


def definition() -> str:
    """Return the definition of the format as a TypeScript module."""
    constants = {
        "MAGIC": schema.MAGIC,
        "VERSION": schema.VERSION,
        "OLDEST_READ": schema.OLDEST_READ,
        "ALIGNMENT": schema.ALIGNMENT,
        "FULL_SCALE": schema.FULL_SCALE,
        "TYPE_BYTES": schema.TYPES,
        "CODINGS": schema.CODINGS,
        "KINDS": schema.KINDS,
        "AUDIENCES": schema.AUDIENCES,
        "MISSING": schema.MISSING,
        "STATE_SUGGESTED": schema.STATE_SUGGESTED,
        "STATE_SEVERAL": schema.STATE_SEVERAL,
        "STRENGTH_SCALE": schema.STRENGTH_SCALE,
        "GOLDEN_ANGLE": GOLDEN_ANGLE,
        "COLUMNS": {kind: list(columns) for kind, columns in schema.COLUMNS.items()},
    }
    lines = ["/** The map's files, generated from core/netmap/schema.py by tools/contract.py; change it there. */"]
    lines += [f"export const {name} = {_literal(value)};" for name, value in constants.items()]
    lines.append("export type ElementType = keyof typeof TYPE_BYTES;")
    lines.append("export type Coding = (typeof CODINGS)[number];")
    lines.append("export type Kind = (typeof KINDS)[number];")
    return "\n".join(lines) + "\n"


def fixture() -> str:
    """Return files of a small made network as base64, beside what a reader should find in them."""
    network, layout, discs = _network(), _layout(), _discs()
    files = {
        "nodes": payload.nodes_payload(network, audience="members", groupings=[{"key": "country", "facet": "country"}]),
        "places": payload.places_payload(layout),
        "discs": payload.places_payload(Layout(key="category", hubs=(), points=discs.points, discs=discs)),
        "links": payload.links_payload(network),
        "names": payload.names_payload(network),
    }
    _, placed = payload.unpack(files["places"])
    in_discs, _ = payload.places_of(*payload.unpack(files["discs"]))
    expected = {
        "ids": network.ids.tolist(),
        "states": network.states.tolist(),
        "facets": {facet.key: [list(row) for row in facet.of_node] for facet in network.facets},
        "x": placed["x"].tolist(),
        "y": placed["y"].tolist(),
        "discs": (in_discs * schema.FULL_SCALE).round(2).tolist(),
        "outline": [placed[f"outline.{part}"].tolist() for part in ("start", "x", "y")],
        "ties": network.declared_links.ends.tolist(),
        "similar": network.similar_links.ends.tolist(),
        "strengths": (np.rint(network.similar_links.strengths * schema.STRENGTH_STEPS) * 17).astype(int).tolist(),
        "numbers": {number.key: number.of_node.tolist() for number in network.numbers},
        "titles": list(network.names),
        "organisations": list(network.organisations),
    }
    encoded = {kind: base64.b64encode(content).decode() for kind, content in files.items()}
    return json.dumps({"files": encoded, "expected": expected}, ensure_ascii=False, sort_keys=True) + "\n"


def _network() -> Network:
    random = np.random.default_rng(SEED)
    countries = [[int(random.integers(len(COUNTRIES)))] if random.random() < 0.9 else [] for _ in range(POINTS)]
    regions = [[REGION_OF[row[0]]] if row else [] for row in countries]
    languages = [random.permutation(len(LANGUAGES))[: random.integers(0, 4)].tolist() for _ in range(POINTS)]
    region = Facet.of_lists("region", REGIONS, regions, is_multi=False)
    pairs = [(int(a), int(b)) for a, b in random.integers(0, POINTS, (120, 2))]
    likeness = Links.of_pairs(pairs, (random.integers(0, 256, len(pairs)) / schema.STRENGTH_SCALE).tolist())
    ties = Links.of_pairs(pairs[:25])
    return Network(
        ids=np.cumsum(random.integers(1, 400, POINTS)),
        names=[f"{'مشروع' if i % 5 == 0 else 'Projet numéro'} {i} à l’École 🌱" for i in range(POINTS)],
        organisations=["" if i % 7 == 0 else f"<b>Organisation</b> {i}" for i in range(POINTS)],
        states=random.integers(0, 4, POINTS),
        facets=(
            Facet(
                "region",
                REGIONS,
                region.counts,
                region.items,
                is_multi=False,
                within=Within("country", REGION_OF),
            ),
            Facet.of_lists("country", COUNTRIES, countries, is_multi=False),
            Facet.of_lists("language", LANGUAGES, languages, is_multi=True),
        ),
        declared_links=ties,
        similar_links=likeness,
        numbers=(
            Number("ties", np.bincount(ties.ends.ravel(), minlength=POINTS)),
            Number("field-budget", np.arange(POINTS) * 12_500_000_000),
            Number("field-share", np.arange(POINTS) / 100),
        ),
    )


def _layout() -> Layout:
    random = np.random.default_rng(SEED + 1)
    square = np.array([[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9], [0.2, 0.2], [0.3, 0.2], [0.2, 0.3]])
    return Layout(
        key="country",
        hubs=(Hub(value=0, x=0.25, y=0.5, radius=0.1, angle=1.5, count=8), Hub(-1, 0.75, 0.5, 0.05, -2.5, 4)),
        points=random.random((POINTS, 2)),
        spacing=0.01,
        outline=Outline(points=square, starts=np.array([0, 4, 7])),
    )


def _discs() -> Discs:
    random = np.random.default_rng(SEED + 2)
    of_node = random.integers(0, 3, POINTS)
    seeds = np.zeros(POINTS, dtype=np.int64)
    for disc in range(3):
        inside = np.flatnonzero(of_node == disc)
        seeds[inside] = random.permutation(len(inside) + 3)[: len(inside)]
    centres = np.array([[0.25, 0.25], [0.75, 0.3], [0.5, 0.8]])
    return Discs(centres=centres, starts=np.array([0.5, 4.5, 0.5]), of_node=of_node, seeds=seeds, pitch=0.012)


def _literal(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if isinstance(value, str | int | float) else f"{text} as const"


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "write")
