"""The measures of a layout, beside their slow twins."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.layouts.quality import continuity, displacement, overlap, trustworthiness

seeds = st.integers(0, 10_000)


def _slow(truth: np.ndarray, shown: np.ndarray, k: int) -> float:
    """Venna and Kaski's formula, word for word."""
    n = len(truth)

    def order(values: np.ndarray, i: int) -> list[int]:
        return sorted((j for j in range(n) if j != i), key=lambda j: (math.dist(values[i], values[j]), j))

    penalty = 0
    for i in range(n):
        ranks = {j: rank for rank, j in enumerate(order(truth, i), start=1)}
        penalty += sum(max(ranks[j] - k, 0) for j in order(shown, i)[:k])
    return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * penalty


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(12, 40), st.integers(1, 5))
def test_both_measures_are_the_formula(seed: int, n: int, k: int) -> None:
    chance = np.random.default_rng(seed)
    vectors, points = chance.normal(size=(n, 5)), chance.normal(size=(n, 2))
    assert math.isclose(trustworthiness(vectors, points, k=k), _slow(vectors, points, k), abs_tol=1e-12)
    assert math.isclose(continuity(vectors, points, k=k), _slow(points, vectors, k), abs_tol=1e-12)


def test_a_sample_judges_nearly_as_all_do() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(800, 6))
    points = vectors[:, :2] + chance.normal(size=(800, 2)) * 0.1
    exact = trustworthiness(vectors, points)
    assert abs(trustworthiness(vectors, points, sample=400, seed=3) - exact) < 0.02
    assert 0.6 < exact < 1


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(0, 40))
def test_overlap_counts_each_near_pair_once(seed: int, n: int) -> None:
    points = np.random.default_rng(seed).random((n, 2))
    expected = sum(math.dist(points[i], points[j]) < 0.1 for i in range(n) for j in range(i))
    assert overlap(points, 0.1) == expected


def test_displacement_is_the_mean_and_the_most() -> None:
    assert displacement(np.zeros((2, 2)), np.array([[3.0, 4.0], [0.0, 0.0]])) == (2.5, 5.0)
    assert displacement(np.zeros((0, 2)), np.zeros((0, 2))) == (0.0, 0.0)
