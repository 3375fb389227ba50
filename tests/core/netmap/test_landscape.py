"""The landscape of issues, its neighbourhoods and their names."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import NOT_STATED, Links
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.netmap.layouts import Before, landscape
from skillsnet.core.netmap.layouts.quality import continuity, displacement, overlap, trustworthiness
from skillsnet.core.netmap.layouts.tsne import _repelled_by_grid, _repelled_exactly
from skillsnet.core.netmap.nearest import nearest
from skillsnet.core.netmap.words import telling_words


def _vectors(n: int, *, seed: int = 0, topics: int = 9) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    of_point = chance.integers(0, topics, n)
    rows = np.eye(24)[of_point] + chance.normal(size=(n, 24)) * 0.12
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), of_point


def test_neighbours_stay_neighbours_and_nobody_overlaps() -> None:
    vectors, topics = _vectors(473)
    placed = landscape(vectors, communities=topics)
    assert overlap(placed.points, placed.spacing) == 0
    assert ((placed.points > 0) & (placed.points < 1)).all()
    assert trustworthiness(vectors, placed.points) > 0.9
    assert continuity(vectors, placed.points) > 0.9
    assert [(hub.value, hub.count) for hub in placed.hubs] == list(enumerate(np.bincount(topics).tolist()))


def test_the_same_landscape_comes_twice() -> None:
    vectors, topics = _vectors(200)
    one, other = (landscape(vectors, communities=topics, seed=4) for _ in range(2))
    assert np.array_equal(one.points, other.points)
    assert one.hubs == other.hubs


def test_newcomers_move_nobody_and_stand_by_their_neighbours() -> None:
    vectors, topics = _vectors(300)
    ids = np.arange(300)
    first = landscape(vectors[:295], communities=topics[:295])
    second = landscape(vectors, communities=topics, before=Before.of(first, ids[:295], ids))
    assert displacement(first.points, second.points[:295])[1] < 1e-9
    assert overlap(second.points, second.spacing) == 0
    for point in range(295, 300):
        near = np.argsort(np.hypot(*(second.points - second.points[point]).T))[1:6]
        assert (topics[near] == topics[point]).sum() >= 3


def test_many_newcomers_form_it_anew_from_where_the_known_ones_stood() -> None:
    vectors, topics = _vectors(300)
    ids = np.arange(300)
    first = landscape(vectors[:150], communities=topics[:150])
    second = landscape(vectors, communities=topics, before=Before.of(first, ids[:150], ids))
    assert trustworthiness(vectors, second.points) > 0.9
    assert displacement(first.points, second.points[:150])[0] < 0.25


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5])
def test_a_handful_has_a_sensible_picture(n: int) -> None:
    vectors, topics = _vectors(n)
    placed = landscape(vectors, communities=topics)
    assert placed.points.shape == (n, 2)
    assert np.isfinite(placed.points).all()
    assert overlap(placed.points, placed.spacing) == 0


def test_texts_that_say_nothing_stand_apart_below() -> None:
    vectors, topics = _vectors(60)
    vectors[50:] = 0
    topics[50:] = NOT_STATED
    placed = landscape(vectors, communities=topics)
    assert placed.points[50:, 1].min() > placed.points[:50, 1].max()
    assert overlap(placed.points, placed.spacing) == 0


def test_equal_rows_do_not_fall_on_one_spot() -> None:
    placed = landscape(np.tile([1.0, 0.0], (80, 1)), communities=np.zeros(80, dtype=np.int64))
    assert overlap(placed.points, placed.spacing) == 0
    assert placed.spacing > 0


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0.5, 12))
def test_repulsion_over_the_grid_is_that_of_all_pairs(seed: int, width: float) -> None:
    places = (np.random.default_rng(seed).normal(size=(400, 2)) * width).astype(np.float32)
    exact, fast = _repelled_exactly(places), _repelled_by_grid(places)
    # Lone pairs nearer than a step of the grid are told apart least.
    assert np.abs(exact - fast).max() < 0.15 * np.abs(exact).max()
    assert np.abs(exact - fast).mean() < 0.02 * np.abs(exact).max()


def test_neighbours_by_cells_are_mostly_the_true_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = _vectors(4000, topics=24)
    exact = nearest(vectors, 10)
    monkeypatch.setattr("skillsnet.core.netmap.nearest.EXACT", 100)
    fast = nearest(vectors, 10)
    found = [len(set(one) & set(other)) for one, other in zip(exact.rows.tolist(), fast.rows.tolist(), strict=True)]
    assert np.mean(found) > 9
    assert not (fast.rows == np.arange(4000)[:, None]).any()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 60), st.integers(1, 8))
def test_nearest_are_the_largest_cosines(seed: int, n: int, k: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(n, 4))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2)
    expected = np.sort(cosines, axis=1)[:, ::-1][:, : min(k, n - 1)]
    assert np.allclose(nearest(rows, k).cosines, expected, atol=1e-5)


def test_communities_are_the_topics_and_keep_their_numbers() -> None:
    vectors, topics = _vectors(473)
    links = nearest(vectors, 8).links(least=0.25)
    first = communities(links, 473)
    for number in range(first.max() + 1):
        assert len(set(topics[first == number].tolist())) == 1
    assert np.all(np.diff(np.bincount(first)) <= 0)
    shuffled = np.array([4, 2, 0, 1, 3, 8, 7, 5, 6])[first]
    assert np.array_equal(communities(links, 473, before=shuffled), shuffled)
    newcomers = shuffled.copy()
    newcomers[::50] = NOT_STATED
    assert (communities(links, 473, before=newcomers) == shuffled).mean() > 0.95


def test_points_without_likeness_have_no_neighbourhood() -> None:
    assert communities(Links.none(), 3).tolist() == [NOT_STATED] * 3
    assert communities(Links.none(), 0).tolist() == []


def test_a_number_that_is_gone_is_free_for_another() -> None:
    links = Links.of_pairs([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)])
    found = communities(links, 6, before=np.array([7, 7, 7, NOT_STATED, NOT_STATED, NOT_STATED]))
    assert found.tolist() == [7, 7, 7, 0, 0, 0]


TEXTS = ["Solar pumps for farms", "Repairing a solar pump", "Solar pumps and energy", "Welding courses for youth"]
TEXTS += ["A welding course", "Courses in welding and youth"]


def test_words_tell_and_are_never_shared() -> None:
    told = telling_words(TEXTS, ["en"] * 6, np.array([0, 0, 0, 1, 1, 1]), k=3)
    assert [set(words) for words in told] == [{"solar", "pumps"}, {"welding", "courses", "youth"}]


def test_names_do_not_tell() -> None:
    texts = ["We train with Ada Example here", "Training by Ada Example again", "They weld steel", "We weld steel"]
    told = telling_words(texts, ["en"] * 4, np.array([0, 0, 1, 1]))
    assert not {"ada", "example"} & {word for words in told for word in words}
    assert "steel" in told[1]


def test_languages_share_neighbourhoods() -> None:
    english = [f"agriculture education project number {word}" for word in ("solar", "harvest", "village", "irrigation")]
    french = [f"projet d'éducation en agriculture, {word}" for word in ("solaire", "récolte", "village", "irrigation")]
    other = [
        "digital finance banking",
        "banking and digital finance",
        "finance digitale et banques",
        "banques, finance",
    ]
    vectors, links = issue_vectors([*english, *french, *other], ["en"] * 4 + ["fr"] * 4 + ["en"] * 2 + ["fr"] * 2)
    assert vectors.shape[0] == 12
    assert any(one < 4 <= two < 8 for one, two in links.ends.tolist())
    assert not any(one < 8 <= two for one, two in links.ends.tolist())


@pytest.mark.parametrize("texts", [[], ["one"], ["", ""], ["same words here", "same words here"]])
def test_few_or_empty_texts_have_vectors(texts: list[str]) -> None:
    vectors, links = issue_vectors(texts, [None] * len(texts))
    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()
    assert telling_words(texts, [None] * len(texts), communities(links, len(texts))) is not None
