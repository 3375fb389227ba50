"""Countries on the world."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.geo import countries, country_codes
from skillsnet.core.netmap.graph import NOT_STATED, Facet
from skillsnet.core.netmap.layouts import PreviousLayout, geographic_layout
from skillsnet.core.netmap.layouts.quality import displacement, hubs_apart, overlap
from skillsnet.core.netmap.layouts.world import in_square, land

CODES = country_codes()


def _facet(of_node: list[list[int]]) -> Facet:
    return Facet.of_lists("country", CODES, of_node, is_multi=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, len(CODES) - 1), max_size=1), max_size=300))
def test_discs_do_not_touch_and_stay_near_their_country(of_node: list[list[int]]) -> None:
    placed = geographic_layout(_facet(of_node))
    assert overlap(placed.points, placed.spacing) == 0
    assert ((placed.points >= 0) & (placed.points <= 1)).all()
    assert hubs_apart(placed) > 0.3
    for hub in placed.hubs:
        if hub.value != NOT_STATED:
            one = countries()[CODES[hub.value]]
            home = in_square(np.array([one.longitude]), np.array([one.latitude]))[0]
            assert np.hypot(*(home - (hub.x, hub.y))) < 0.06


def test_the_projection_keeps_areas() -> None:
    # The area of a small square of degrees in the picture, by its latitude: as on the globe, its cosine.
    size = 0.01
    for latitude in (0.0, 30.0, 60.0, 75.0):
        corners = in_square(np.array([20.0, 20.0 + size, 20.0]), np.array([latitude, latitude, latitude + size]))
        (a, b), (c, d) = corners[1] - corners[0], corners[2] - corners[0]
        middle = np.cos(np.radians(latitude + size / 2))
        expected = np.radians(size) ** 2 * middle * (0.96 / (2 * 2.7066299836960748)) ** 2
        assert np.isclose(abs(a * d - b * c), expected, rtol=2e-3)


def test_the_land_is_closed_rings_within_the_square_and_small() -> None:
    outline = land()
    assert outline.starts[0] == 0
    assert outline.starts[-1] == len(outline.points)
    assert (np.diff(outline.starts) > 2).all()
    assert len(outline.points) < 3000
    assert ((outline.points > 0) & (outline.points < 1)).all()


def test_points_without_a_country_stand_in_the_south_pacific() -> None:
    placed = geographic_layout(_facet([[], [], [CODES.index("CL")], [CODES.index("NZ")]]))
    at = {hub.value: (hub.x, hub.y) for hub in placed.hubs}
    assert at[NOT_STATED][0] < at[CODES.index("CL")][0]
    assert at[NOT_STATED][1] > 0.6


def test_a_value_that_is_no_country_has_a_disc_too() -> None:
    placed = geographic_layout(Facet.of_lists("country", ["KE", "??"], [[0], [1], []], is_multi=False))
    assert [(hub.value, hub.count) for hub in placed.hubs] == [(0, 1), (1, 1), (NOT_STATED, 1)]
    assert overlap(placed.points, placed.spacing) == 0


@pytest.mark.medium
def test_nobody_moves_far_as_one_comes_or_leaves() -> None:
    chance = np.random.default_rng(3)
    of_node = [[int(value)] for value in chance.choice(len(CODES), 450, p=chance.dirichlet(np.ones(len(CODES)) / 3))]
    ids = np.arange(450)
    facet = _facet(of_node)
    first = geographic_layout(facet)
    for step in range(30):
        newcomer = int(chance.integers(len(CODES)))
        later = _facet([*of_node[1:], [newcomer]])
        now = np.append(ids[1:], 1000 + step)
        second = geographic_layout(later, previous=PreviousLayout.of(first, ids, now, facet))
        assert displacement(first.points[1:], second.points[:-1])[1] < 0.03
        assert overlap(second.points, second.spacing) == 0


def test_a_network_of_nobody_is_the_empty_world() -> None:
    placed = geographic_layout(_facet([]))
    assert (placed.hubs, placed.points.shape) == ((), (0, 2))
    assert placed.outline is not None
