"""Pictures by springs: what is near along links is near in the picture."""

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import csgraph

from skillsnet.core.netmap.layouts.springs import draw_by_springs


def _stress(ends: np.ndarray, positions: np.ndarray) -> float:
    """Return the mean squared relative difference between distances and steps, at the best scale."""
    m = len(positions)
    adjacent = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(m, m))
    steps = csgraph.shortest_path(adjacent, directed=False, unweighted=True, indices=np.arange(0, m, 17))
    apart = np.hypot(*(positions[::17, None, :] - positions[None, :, :]).transpose(2, 0, 1))
    steps, apart = steps[steps > 0], apart[steps > 0]
    scale = (apart / steps).sum() / ((apart / steps) ** 2).sum()
    return float((((scale * apart - steps) / steps) ** 2).mean())


def _chain(m: int) -> np.ndarray:
    return np.array([(node, node + 1) for node in range(m - 1)])


def _lattice(side: int) -> np.ndarray:
    right = [(row * side + column, row * side + column + 1) for row in range(side) for column in range(side - 1)]
    down = [(node, node + side) for node in range(side * (side - 1))]
    return np.array(right + down)


def _tree(m: int) -> np.ndarray:
    chance = np.random.default_rng(4)
    return np.array([(int(chance.integers(node)), node) for node in range(1, m)])


@pytest.mark.parametrize(
    ("ends", "most"), [(_chain(800), 0.08), (_lattice(30), 0.05), (_tree(900), 0.2)], ids=["chain", "lattice", "tree"]
)
def test_distances_follow_the_links(ends: np.ndarray, most: float) -> None:
    # Scattered at random the same graphs have a stress of .96, .67 and .44.
    positions = draw_by_springs(ends, int(ends.max()) + 1)
    assert _stress(ends, positions) < most


def test_a_picture_is_the_same_each_time_and_finite() -> None:
    ends = _tree(300)
    first, again = draw_by_springs(ends, 300), draw_by_springs(ends, 300)
    assert np.array_equal(first, again)
    assert np.isfinite(first).all()


def test_points_that_pivots_cannot_tell_apart_stand_apart() -> None:
    star = np.array([(0, leaf) for leaf in range(1, 100)])
    positions = draw_by_springs(star, 100)
    apart = np.hypot(*(positions[:, None, :] - positions[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    # Two leaves may come close by chance, and which ones differs from processor to processor.
    assert apart.min() > 0
    assert np.median(apart.min(axis=1)) > 0.2
    assert np.isfinite(draw_by_springs(np.array([(0, 1), (1, 2)]), 3)).all()
