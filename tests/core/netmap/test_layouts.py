"""Where hubs and points stand."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.graph import NOT_STATED, Facet
from skillsnet.core.netmap.layouts import layout

memberships = st.lists(st.lists(st.integers(0, 8), max_size=3, unique=True).map(tuple), min_size=1, max_size=120)


def _facet(of_point: list[tuple[int, ...]], values: int = 9) -> Facet:
    return Facet.of_lists("category", [f"v{i}" for i in range(values)], of_point, is_multi=True)


@settings(max_examples=60, deadline=None)
@given(memberships)
def test_everything_stands_within_the_square_and_is_the_same_twice(of_point: list[tuple[int, ...]]) -> None:
    first, second = layout(_facet(of_point)), layout(_facet(of_point))
    assert first.hubs == second.hubs
    assert (first.points == second.points).all()
    assert len(first.points) == len(of_point)
    for x, y in first.points:
        assert 0 <= x <= 1
        assert 0 <= y <= 1


@settings(max_examples=60, deadline=None)
@given(memberships)
def test_each_value_that_occurs_has_a_hub_with_its_count(of_point: list[tuple[int, ...]]) -> None:
    expected: dict[int, int] = {}
    for values in of_point:
        for value in values or (NOT_STATED,):
            expected[value] = expected.get(value, 0) + 1
    assert {hub.value: hub.count for hub in layout(_facet(of_point)).hubs} == expected


def test_points_do_not_lie_on_one_another() -> None:
    of_point = [(i % 9,) for i in range(360)] + [(i % 9, (i + 1) % 9) for i in range(90)]
    points = layout(_facet(of_point)).points
    nearest = min(math.dist(one, other) for place, one in enumerate(points) for other in points[place + 1 :])
    # The first two seeds of a disc stand about five spacings apart.
    spacing = math.dist(points[0], points[9]) / 5
    assert nearest > 0.85 * spacing


def test_a_point_with_one_value_stands_nearest_to_its_own_hub() -> None:
    of_point = [(i % 5,) for i in range(200)]
    placed = layout(_facet(of_point, values=5))
    for (value,), point in zip(of_point, placed.points, strict=True):
        nearest = min(placed.hubs, key=lambda hub: math.dist((hub.x, hub.y), point))
        assert nearest.value == value


def test_hubs_of_many_countries_do_not_overlap_and_keep_to_their_region() -> None:
    of_point = [(i % 60,) for i in range(240)]
    facet = Facet.of_lists("country", [f"c{i}" for i in range(60)], of_point, is_multi=False)
    placed = layout(facet, cluster_of=[i % 4 for i in range(60)])
    for place, hub in enumerate(placed.hubs):
        for other in placed.hubs[place + 1 :]:
            assert math.dist((hub.x, hub.y), (other.x, other.y)) > 0.95 * (hub.radius + other.radius)


def test_an_empty_network_has_no_hubs() -> None:
    assert layout(_facet([])).hubs == ()


def test_one_newcomer_moves_nobody_far() -> None:
    of_point = [(i % 9,) for i in range(450)]
    before, after = layout(_facet(of_point)).points, layout(_facet([*of_point, (3,)])).points
    assert max(math.dist(one, other) for one, other in zip(before, after, strict=False)) < 0.02
