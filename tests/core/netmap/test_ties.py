"""The layout of ties, and what ties say."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import NOT_STATED, Links
from skillsnet.core.netmap.layouts import Before, ties_layout
from skillsnet.core.netmap.layouts.quality import displacement, overlap
from skillsnet.core.netmap.metrics import Bridge, Ranked, measure

pairs = st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=90)


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_nobody_overlaps_and_those_without_ties_stand_below(drawn: list[tuple[int, int]]) -> None:
    ties = Links.of_pairs(drawn)
    placed = ties_layout(60, ties, ids=np.arange(60))
    assert placed.hubs == ()
    assert overlap(placed.points, placed.spacing) == 0
    assert ((placed.points >= 0) & (placed.points <= 1)).all()
    tied = np.isin(np.arange(60), ties.ends)
    if tied.any() and not tied.all():
        assert placed.points[~tied, 1].min() > placed.points[tied, 1].max()


def test_a_newcomer_moves_nobody_and_stands_by_its_tie() -> None:
    chance = np.random.default_rng(2)
    drawn = [(int(a), int(b)) for a, b in chance.integers(0, 100, (120, 2))]
    first = ties_layout(150, Links.of_pairs(drawn), ids=np.arange(150))
    before = Before.of(first, np.arange(150), np.arange(151))
    second = ties_layout(151, Links.of_pairs([*drawn, (7, 150)]), ids=np.arange(151), before=before)
    assert displacement(first.points, second.points[:150])[1] < 0.02
    assert overlap(second.points, second.spacing) == 0
    assert np.hypot(*(second.points[150] - second.points[7])) < 6 * second.spacing


def test_a_large_component_is_drawn_without_overlap_and_tied_points_are_nearer_than_others() -> None:
    chance = np.random.default_rng(5)
    ring = [(i, (i + 1) % 2000) for i in range(2000)]
    ties = Links.of_pairs(ring + [(int(a), int((a + chance.integers(2, 30)) % 2000)) for a in range(0, 2000, 2)])
    placed = ties_layout(2000, ties, ids=np.arange(2000))
    assert overlap(placed.points, placed.spacing) == 0
    near = np.hypot(*(placed.points[ties.ends[:, 0]] - placed.points[ties.ends[:, 1]]).T).mean()
    far = np.hypot(*(placed.points - placed.points[::-1]).T).mean()
    assert near < far / 2


def test_no_points_and_no_ties_have_a_picture() -> None:
    assert ties_layout(0, Links.none(), ids=np.arange(0)).points.shape == (0, 2)
    placed = ties_layout(7, Links.none(), ids=np.arange(7))
    assert overlap(placed.points, placed.spacing) == 0


def test_metrics_of_a_small_network_are_known() -> None:
    # Two triangles joined by 2-3, a pair, and two alone.
    ties = Links.of_pairs([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3), (6, 7)])
    told = measure(10, ties, np.array([0, 0, 0, 1, 1, 1, NOT_STATED, NOT_STATED, 0, 1]))
    assert (told.n, told.ties, told.tied, told.isolated) == (10, 8, 8, 2)
    assert (told.components, told.largest, told.is_exact) == (2, 6, True)
    assert told.connected[:3] == (Ranked(2, 3), Ranked(3, 3), Ranked(0, 2))
    assert told.bridges == (Bridge(2, (0, 1), 1.0), Bridge(3, (1, 0), 1.0))
    assert (told.reach_median, told.reach_most) == (3, 5)
    assert told.isolated_points.tolist() == [8, 9]
    assert {number.key: number.of_point.tolist() for number in told.numbers} == {
        "ties": [2, 2, 3, 3, 2, 2, 1, 1, 0, 0],
        "bridge": [0, 0, 65535, 65535, 0, 0, 0, 0, 0, 0],
    }


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_reach_and_components_are_those_of_walking(drawn: list[tuple[int, int]]) -> None:
    ties = Links.of_pairs(drawn)
    beside: dict[int, set[int]] = {point: set() for point in range(60)}
    for one, other in ties.ends.tolist():
        beside[one].add(other)
        beside[other].add(one)
    reach = [
        len((beside[point] | {two for one in beside[point] for two in beside[one]}) - {point})
        for point in range(60)
        if beside[point]
    ]
    told = measure(60, ties, np.arange(60) % 5)
    assert told.reach_most == max(reach, default=0)
    assert told.reach_median == (int(np.median(reach)) if reach else 0)
    assert told.isolated == sum(not others for others in beside.values())


def test_a_network_of_nobody_has_metrics() -> None:
    told = measure(0, Links.none(), np.zeros(0, dtype=np.int64))
    assert (told.n, told.ties, told.connected, told.bridges) == (0, 0, (), ())
