"""The allocation gives the best pairs first, and its slow twin agrees on who gets them."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.matching.allocation import ScoredPairs, fair_lists

SCORES = st.lists(st.integers(1, 50), min_size=10, max_size=10)


def all_pairs(scores: list[int]) -> ScoredPairs:
    first, second = np.triu_indices(5, 1)
    return ScoredPairs(first, second, np.array(scores, dtype=np.float64))


def slow_lists(pairs: ScoredPairs, *, k: int, cap: int) -> list[list[int]]:
    """Take the best pair of all that still fits, again and again."""
    lists: list[list[int]] = [[] for _ in range(5)]
    rows, columns, _scores = pairs.both_ways()
    open_pairs = list(zip(rows.tolist(), columns.tolist(), strict=True))
    while True:
        shown = Counter(other for own in lists for other in own)
        fitting = [(row, other) for row, other in open_pairs if len(lists[row]) < k and shown[other] < cap]
        if not fitting:
            return lists
        row, other = fitting[0]
        lists[row].append(other)
        open_pairs.remove((row, other))


@given(SCORES)
def test_the_slow_twin_agrees(scores: list[int]) -> None:
    pairs = all_pairs(scores)
    lists = fair_lists(5, pairs, k=2, is_small=[True] * 5, is_paused=[False] * 5)
    slow = slow_lists(pairs, k=2, cap=4)
    shown = Counter(other for own in slow for other in own)
    assert (lists == slow) == (len(shown) == 5)


@given(SCORES, st.sets(st.integers(0, 4), max_size=2))
def test_the_rules_hold_for_any_scores(scores: list[int], paused: set[int]) -> None:
    is_paused = [index in paused for index in range(5)]
    lists = fair_lists(5, all_pairs(scores), k=2, is_small=[True] * 5, is_paused=is_paused)
    shown = Counter(other for own in lists for other in own)
    assert set(shown) == set(range(5)) - paused
    assert max(shown.values()) <= 2 * sum(shown.values()) / 5
    assert all(len(own) == len(set(own)) <= 2 for own in lists)


def test_short_lists_lower_what_one_may_be_shown() -> None:
    # A star: everybody suits the first alone.
    star = ScoredPairs(np.zeros(4, dtype=np.int64), np.arange(1, 5), np.array([4.0, 3.0, 2.0, 1.0]))
    lists = fair_lists(5, star, k=3, is_small=[True] * 5, is_paused=[False] * 5)
    shown = Counter(other for own in lists for other in own)
    assert shown[0] <= max(1, 2 * sum(shown.values()) / 5)
    # The last has nobody else's list to stand in, and that one is full of others who have none either.
    assert set(shown) == set(range(4))
