"""The measures of a picture are those of their definitions."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.layouts.quality import continuity, displacement, overlap, trustworthiness

places = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=8, max_size=20, unique=True)


def _slow(truth: list[tuple[int, int]], shown: list[tuple[int, int]], k: int) -> float:
    """The definition, word by word (Venna and Kaski 2001)."""
    n = len(truth)

    def ranked(of: list[tuple[int, int]], one: int) -> list[int]:
        return sorted((i for i in range(n) if i != one), key=lambda i: (math.dist(of[one], of[i]) ** 2, i))

    penalty = 0
    for one in range(n):
        rank = {other: place + 1 for place, other in enumerate(ranked(truth, one))}
        penalty += sum(max(0, rank[other] - k) for other in ranked(shown, one)[:k])
    return 1 - 2 * penalty / (n * k * (2 * n - 3 * k - 1))


@settings(max_examples=60, deadline=None)
@given(places, st.randoms(use_true_random=False))
def test_trustworthiness_and_continuity_are_their_definitions(truth: list[tuple[int, int]], chance: object) -> None:
    shown = list(truth)
    chance.shuffle(shown)  # type: ignore[attr-defined]
    one, other = np.array(truth, dtype=float), np.array(shown, dtype=float)
    assert math.isclose(trustworthiness(one, other, k=3), _slow(truth, shown, 3), abs_tol=1e-12)
    assert math.isclose(continuity(one, other, k=3), _slow(shown, truth, 3), abs_tol=1e-12)


def test_the_picture_of_itself_is_perfect_and_a_shuffled_one_is_not() -> None:
    points = np.random.default_rng(1).random((200, 2))
    assert (trustworthiness(points, points), continuity(points, points)) == (1.0, 1.0)
    assert trustworthiness(points, points[::-1]) < 0.7


@settings(max_examples=60, deadline=None)
@given(places)
def test_overlap_counts_the_pairs_that_are_too_near(of: list[tuple[int, int]]) -> None:
    near = sum(math.dist(a, b) < 2 - 1e-5 for i, a in enumerate(of) for b in of[i + 1 :])
    assert overlap(np.array(of, dtype=float), 2.0) == near


def test_displacement_is_the_mean_and_the_most() -> None:
    assert displacement(np.zeros((2, 2)), np.array([[3.0, 4.0], [0.0, 1.0]])) == (3.0, 5.0)
