"""The picture of declared ties, and what is measured of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import Links
from skillsnet.core.netmap.layouts import PreviousLayout, link_layout
from skillsnet.core.netmap.layouts.quality import displacement, overlap
from skillsnet.core.netmap.metrics import measure

pairs = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=40)


@pytest.mark.medium
@settings(max_examples=60, deadline=None)
@given(pairs)
def test_nobody_stands_on_anybody_and_it_is_the_same_twice(of: list[tuple[int, int]]) -> None:
    ties, ids = Links.of_pairs(of), np.arange(25)
    placed, again = link_layout(25, ties, ids=ids), link_layout(25, ties, ids=ids)
    assert np.array_equal(placed.points, again.points)
    assert overlap(placed.points, placed.spacing) == 0
    assert ((placed.points >= 0) & (placed.points <= 1)).all()


def test_tied_ones_stand_nearer_than_others_and_the_untied_below() -> None:
    ring = [(i, (i + 1) % 12) for i in range(12)]
    placed = link_layout(40, Links.of_pairs(ring), ids=np.arange(40))
    away = np.hypot(*(placed.points[:12, None, :] - placed.points[None, :12, :]).transpose(2, 0, 1))
    tied = np.mean([away[one, other] for one, other in ring])
    assert tied < np.mean(away[np.triu_indices(12, 1)]) / 2
    assert placed.points[12:, 1].min() > placed.points[:12, 1].max()


@pytest.mark.medium
def test_a_crowded_component_is_spread_out_and_keeps_tied_ones_near() -> None:
    chance = np.random.default_rng(5)
    ring = [(i, (i + 1) % 2000) for i in range(2000)]
    ties = Links.of_pairs([*ring, *((i, int(i + chance.integers(2, 30)) % 2000) for i in range(0, 2000, 2))])
    placed = link_layout(2000, ties, ids=np.arange(2000))
    assert overlap(placed.points, placed.spacing) == 0
    # Two fifths of the distance that an even spread over the square would have.
    assert placed.spacing > 0.4 / 2000**0.5
    near = np.hypot(*(placed.points[ties.ends[:, 0]] - placed.points[ties.ends[:, 1]]).T).mean()
    assert near < np.hypot(*(placed.points - np.roll(placed.points, 1000, axis=0)).T).mean() / 2


def test_a_newcomer_moves_nobody() -> None:
    ties = Links.of_pairs([(i, (i * 7 + 1) % 30) for i in range(20)])
    first, ids = link_layout(30, ties, ids=np.arange(30)), np.arange(31)
    grown = Links.of_pairs([*map(tuple, ties.ends.tolist()), (3, 30)])
    later = link_layout(31, grown, ids=ids, previous=PreviousLayout.of(first, ids[:-1], ids))
    assert displacement(first.points, later.points[:-1])[1] < 0.01
    assert overlap(later.points, later.spacing) == 0


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_are_a_picture_too(n: int) -> None:
    ties = Links.of_pairs([(0, 1)] if n == 2 else [])
    assert link_layout(n, ties, ids=np.arange(n)).points.shape == (n, 2)


@pytest.mark.medium
@settings(max_examples=80, deadline=None)
@given(pairs)
def test_measures_are_those_of_counting_by_hand(of: list[tuple[int, int]]) -> None:
    ties = Links.of_pairs(of)
    mates: dict[int, set[int]] = {point: set() for point in range(25)}
    for one, other in ties.ends.tolist():
        mates[one].add(other)
        mates[other].add(one)
    told = measure(25, ties, np.arange(25) % 3)
    degrees = {point: len(mine) for point, mine in mates.items()}
    tied = [point for point in range(25) if mates[point]]
    reach = [len(mates[p].union(*(mates[q] for q in mates[p])) - {p}) for p in tied]
    groups = _groups(mates)
    assert (told.links, told.linked, told.isolated) == (len(ties.ends), len(tied), 25 - len(tied))
    assert (told.components, told.largest) == (len(groups), max(map(len, groups), default=0))
    assert (told.reach_most, told.reach_median) == (max(reach, default=0), int(np.median(reach)) if reach else 0)
    assert [(one.node, one.number) for one in told.connected] == sorted(
        ((point, count) for point, count in degrees.items() if count), key=lambda pair: (-pair[1], pair[0])
    )[: len(told.connected)]
    assert told.isolated_nodes.tolist() == [point for point in range(25) if not mates[point]]


def test_who_joins_two_neighbourhoods_is_the_bridge() -> None:
    left = [(0, 1), (1, 2), (0, 2)]
    right = [(4, 5), (5, 6), (4, 6)]
    told = measure(7, Links.of_pairs([*left, *right, (2, 3), (3, 4)]), np.array([0, 0, 0, 0, 1, 1, 1]))
    assert told.bridges[0].node == 3
    assert told.bridges[0].joins == (0, 1)
    assert told.is_exact


def _groups(mates: dict[int, set[int]]) -> list[set[int]]:
    left, found = {point for point, mine in mates.items() if mine}, []
    while left:
        group, waiting = set(), [left.pop()]
        while waiting:
            point = waiting.pop()
            group.add(point)
            waiting += [mate for mate in mates[point] if mate not in group]
        found.append(group)
        left -= group
    return found
