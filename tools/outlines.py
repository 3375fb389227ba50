"""Make the map's outlines of the land from a TopoJSON of the world, such as world-atlas' countries-110m.json.

    PYTHONPATH=src python tools/outlines.py countries-110m.json

The source is Natural Earth (public domain). Rings are projected, simplified, rounded and written to
src/skillsnet/core/netmap/layouts/outlines.bin; `skillsnet.core.netmap.layouts.world` says how and reads them.
"""

import json
import sys
from pathlib import Path

import numpy as np

from skillsnet.core.netmap.layouts.world import CENTRAL, FULL_SCALE, in_square

TARGET = Path(__file__).parent.parent / "src/skillsnet/core/netmap/layouts/outlines.bin"
# In units of the square: half a pixel on a map of 900 pixels.
TOLERANCE = 0.00055
LEAST_AREA = 0.000_004
SOUTHERNMOST = -60.0
# Degrees from the middle of the picture; a little less than half the way around, so that no side changes.
EDGE = 179.99


def main() -> None:
    """Read the file named on the command line and write the outlines."""
    world = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [_degrees(arc, world["transform"]) for arc in world["arcs"]]
    rings = [ring for ring in map(_simplified, _rings(world, arcs)) if len(ring) > 3 and _area(ring) > LEAST_AREA]
    lengths = [len(ring) for ring in rings]
    points = np.rint(np.concatenate(rings) * FULL_SCALE)
    raw = np.concatenate([[len(rings)], lengths, points[:, 0], points[:, 1]]).astype("<u2")
    TARGET.write_bytes(raw.tobytes())
    print(f"{len(rings)} rings, {len(points)} points, {TARGET.stat().st_size} bytes")


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> np.ndarray:
    return np.cumsum(np.array(arc), axis=0) * transform["scale"] + transform["translate"]


def _rings(world: dict, arcs: list[np.ndarray]) -> list[np.ndarray]:
    """Return the outer and inner rings of the land in degrees, without the far south."""
    geometries = world["objects"]["land"]["geometries"]
    polygons = [polygon for geometry in geometries for polygon in geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for ring in polygon:
            parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in ring]
            rings.append(np.concatenate([part[:-1] for part in parts]))
    return [part for ring in rings if ring[:, 1].min() > SOUTHERNMOST for part in _cut(ring)]


def _cut(ring: np.ndarray) -> list[np.ndarray]:
    """Return a ring's parts on either side of the picture's edge (Sutherland and Hodgman 1974)."""
    across = np.unwrap(ring[:, 0] - CENTRAL, period=360)
    across -= 360 * np.rint(across.mean() / 360)
    parts = []
    for turn in (-360, 0, 360):
        turned = np.stack([across + turn, ring[:, 1]], axis=1)
        part = _left_of(_left_of(turned, EDGE) * (-1, 1), EDGE) * (-1, 1)
        if len(part) > 2:
            parts.append((*part, CENTRAL, 0))
    return parts


def _left_of(ring: np.ndarray, limit: float) -> np.ndarray:
    found = []
    for (x, y), (next_x, next_y) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if x <= limit:
            found.append((x, y))
        if (x <= limit) != (next_x <= limit):
            found.append((limit, y + (next_y - y) * (limit - x) / (next_x - x)))
    return np.array(found).reshape(-1, 2)


def _simplified(ring: np.ndarray) -> np.ndarray:
    """Return a projected ring without points that lie on the line of their neighbours (Douglas and Peucker 1973)."""
    placed = in_square(ring[:, 0], ring[:, 1])
    far = int(np.argmax(np.hypot(*(placed - placed[0]).T)))
    closed = np.concatenate([placed, placed[:1]])
    kept = np.zeros(len(closed), dtype=bool)
    kept[[0, far]] = True
    stack = [(0, far), (far, len(closed) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        between = closed[first + 1 : last]
        away = _distances(between, closed[first], closed[last])
        worst = int(away.argmax())
        if away[worst] > TOLERANCE:
            kept[first + 1 + worst] = True
            stack += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return placed[kept[:-1]]


def _distances(points: np.ndarray, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    along = last - first
    length = float(np.hypot(*along))
    away = points - first
    if length < 1e-12:
        return np.hypot(*away.T)
    return np.abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length


def _area(ring: np.ndarray) -> float:
    x, y = ring.T
    return abs(float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())) / 2


if __name__ == "__main__":
    main()
