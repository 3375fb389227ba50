"""Where hubs and points stand."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import NOT_STATED, Facet, Layout
from skillsnet.core.netmap.layouts import PreviousLayout, hub_layout
from skillsnet.core.netmap.layouts.quality import displacement, hubs_apart, overlap

# What one newcomer with known values may move another point by, of the square's side.
BOUND = 0.01

few = st.lists(st.lists(st.integers(0, 8), max_size=4), min_size=1, max_size=120)
many = st.lists(st.lists(st.integers(0, 39), max_size=3), min_size=60, max_size=120)


def _facet(of_node: list[list[int]], values: int = 40) -> Facet:
    return Facet.of_lists("category", [f"v{i}" for i in range(values)], of_node, is_multi=True)


def _again(facet: Facet, before: Layout, ids: np.ndarray, now: np.ndarray, facet_before: Facet) -> Layout:
    return hub_layout(facet, previous=PreviousLayout.of(before, ids, now, facet_before))


@pytest.mark.medium
@settings(max_examples=80, deadline=None)
@given(few | many)
def test_no_two_points_are_nearer_than_the_spacing_and_all_are_within_the_square(of_node: list[list[int]]) -> None:
    placed = hub_layout(_facet(of_node))
    assert placed.points.shape == (len(of_node), 2)
    assert ((placed.points >= 0) & (placed.points <= 1)).all()
    assert overlap(placed.points, placed.spacing) == 0
    assert hubs_apart(placed) > 1


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(few | many)
def test_no_point_stands_in_the_disc_of_a_hub_that_is_not_its_own(of_node: list[list[int]]) -> None:
    placed = hub_layout(_facet(of_node))
    for values, (x, y) in zip(of_node, placed.points, strict=True):
        within = {hub.value for hub in placed.hubs if math.dist((hub.x, hub.y), (x, y)) < hub.radius - 1e-9}
        assert within <= set(values or [NOT_STATED])


@pytest.mark.medium
@settings(max_examples=40, deadline=None)
@given(few | many)
def test_each_value_that_occurs_has_a_hub_with_its_count(of_node: list[list[int]]) -> None:
    expected: dict[int, int] = {}
    for values in of_node:
        for value in set(values) or {NOT_STATED}:
            expected[value] = expected.get(value, 0) + 1
    placed = hub_layout(_facet(of_node))
    assert {hub.value: hub.count for hub in placed.hubs} == expected
    values_in_order = [hub.value for hub in placed.hubs if hub.value != NOT_STATED]
    assert values_in_order == sorted(values_in_order)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(few | many)
def test_the_same_picture_comes_again_from_nothing_and_from_itself(of_node: list[list[int]]) -> None:
    facet, ids = _facet(of_node), np.arange(len(of_node))
    first, second = hub_layout(facet), hub_layout(facet)
    assert first.hubs == second.hubs
    assert np.array_equal(first.points, second.points)
    assert displacement(first.points, _again(facet, first, ids, ids, facet).points)[1] < 1e-6


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([9, 40]), st.booleans())
def test_one_newcomer_moves_nobody_further_than_the_bound(seed: int, values: int, is_leaving: bool) -> None:
    chance = np.random.default_rng(seed)
    weights = chance.dirichlet(np.ones(values))
    draw = lambda: chance.choice(values, min(int(chance.integers(1, 4)), (weights > 0).sum()), False, weights).tolist()  # noqa: E731
    of_node = [[value] for value in range(values)] + [draw() for _ in range(450)]
    ids = np.arange(len(of_node)) * 3
    facet = _facet(of_node)
    first = hub_layout(facet)
    gone = int(chance.integers(len(of_node))) if is_leaving else len(of_node)
    kept = np.delete(np.arange(len(of_node)), [gone] if is_leaving else [])
    at = int(chance.integers(len(kept)))
    now = np.insert(ids[kept], at, 1)
    later = _facet([*(of_node[i] for i in kept[:at]), draw(), *(of_node[i] for i in kept[at:])])
    second = _again(later, first, ids, now, facet)
    stayed = np.delete(second.points, at, axis=0)
    assert displacement(first.points[kept], stayed)[1] < BOUND
    assert overlap(second.points, second.spacing) == 0


@pytest.mark.medium
def test_a_picture_that_grows_a_hundred_times_by_one_stays_within_the_square_and_apart() -> None:
    of_node = [[i % 5] for i in range(40)]
    facet, placed = _facet(of_node), hub_layout(_facet(of_node))
    for step in range(100):
        of_node = [*of_node, [step % 3, 4]]
        later = _facet(of_node)
        placed = _again(later, placed, np.arange(len(of_node) - 1), np.arange(len(of_node)), facet)
        facet = later
        assert overlap(placed.points, placed.spacing) == 0
        assert ((placed.points >= 0) & (placed.points <= 1)).all()


def test_points_of_several_values_stand_between_their_hubs_nearer_to_the_main_one() -> None:
    of_node = [[i % 3] for i in range(150)] + [[0, 1]] * 5 + [[1, 0]] * 5
    placed = hub_layout(_facet(of_node, values=3))
    one, other = ((hub.x, hub.y) for hub in placed.hubs[:2])
    for point in placed.points[150:155]:
        assert math.dist(point, one) < math.dist(point, other) < math.dist(one, other)
    for point in placed.points[155:]:
        assert math.dist(point, other) < math.dist(point, one) < math.dist(one, other)


def test_hubs_that_share_many_points_are_neighbours_on_the_ring() -> None:
    of_node = [[i % 8] for i in range(80)] + [[0, 4]] * 20 + [[4, 2]] * 20
    placed = hub_layout(_facet(of_node, values=8))
    order = [hub.value for hub in sorted(placed.hubs, key=lambda hub: hub.angle)]
    place = order.index(4)
    assert {order[place - 1], order[(place + 1) % 8]} == {0, 2}


def test_many_hubs_keep_to_their_cluster() -> None:
    facet = Facet.of_lists("country", [f"c{i}" for i in range(60)], [[i % 60] for i in range(240)], is_multi=False)
    placed = hub_layout(facet, cluster_of=[i % 4 for i in range(60)])
    at = np.array([(hub.x, hub.y) for hub in placed.hubs])
    middles = np.array([at[cluster::4].mean(axis=0) for cluster in range(4)])
    nearest = np.hypot(*(at[:, None, :] - middles).transpose(2, 0, 1)).argmin(axis=1)
    assert (nearest == np.arange(60) % 4).mean() > 0.9


@pytest.mark.medium
@pytest.mark.parametrize(
    ("of_node", "hubs"),
    [([], 0), ([[]], 1), ([[3]], 1), ([[2, 3]], 2), ([[5]] * 300, 1), ([[i] for i in range(1000)], 1000)],
)
def test_odd_networks_have_a_sensible_picture(of_node: list[list[int]], hubs: int) -> None:
    placed = hub_layout(_facet(of_node, values=1000), key="other")
    assert placed.key == "other"
    assert len(placed.hubs) == hubs
    assert placed.points.shape == (len(of_node), 2)
    assert np.isfinite(placed.points).all()
    assert overlap(placed.points, placed.spacing) == 0
