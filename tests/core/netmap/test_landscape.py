"""Neighbours by issue stand near each other, nobody on anybody, and nobody moves far."""

import numpy as np
import numpy.typing as npt
import pytest

from skillsnet.core.netmap.communities import communities
from skillsnet.core.netmap.graph import NOT_STATED, Links
from skillsnet.core.netmap.issues import issue_vectors
from skillsnet.core.netmap.keyness import distinctive_terms
from skillsnet.core.netmap.knn import nearest
from skillsnet.core.netmap.layouts import PreviousLayout, landscape
from skillsnet.core.netmap.layouts.quality import continuity, displacement, overlap, trustworthiness

Rows = npt.NDArray[np.float64]


def _rows(n: int, *, groups: int = 6, seed: int = 1) -> tuple[Rows, npt.NDArray[np.int64]]:
    chance = np.random.default_rng(seed)
    of = np.arange(n) % groups
    rows = chance.normal(size=(groups, 16))[of] + chance.normal(size=(n, 16)) * 0.35
    return rows / np.linalg.norm(rows, axis=1, keepdims=True), of


@pytest.mark.medium
def test_it_keeps_neighbours_and_nobody_stands_on_anybody() -> None:
    rows, of = _rows(240)
    placed = landscape(rows, communities=of)
    assert trustworthiness(rows, placed.points) > 0.95
    assert continuity(rows, placed.points) > 0.95
    assert overlap(placed.points, placed.spacing) == 0
    assert ((placed.points >= 0) & (placed.points <= 1)).all()
    assert [(hub.value, hub.count) for hub in placed.hubs] == [(group, 40) for group in range(6)]


@pytest.mark.medium
def test_it_is_the_same_twice() -> None:
    rows, of = _rows(120)
    assert np.array_equal(landscape(rows, communities=of).points, landscape(rows, communities=of).points)


def test_a_newcomer_stands_by_its_like_and_moves_nobody() -> None:
    rows, of = _rows(121)
    first = landscape(rows[:-1], communities=of[:-1])
    ids = np.arange(121)
    later = landscape(rows, communities=of, previous=PreviousLayout.of(first, ids[:-1], ids))
    assert displacement(first.points, later.points[:-1]) == (0.0, 0.0)
    assert overlap(later.points, later.spacing) == 0
    away = np.hypot(*(later.points[:-1] - later.points[-1]).T)
    assert of[np.argsort(away)[:3]].tolist() == [of[-1]] * 3


def test_rows_of_nothing_stand_apart_and_few_points_are_a_picture_too() -> None:
    rows, of = _rows(30)
    silent = np.vstack([rows, np.zeros((3, 16))])
    placed = landscape(silent, communities=np.concatenate([of, [NOT_STATED] * 3]))
    assert placed.points[30:, 1].min() > placed.points[:30, 1].max()
    for n in (0, 1, 2, 3):
        few = landscape(rows[:n], communities=of[:n])
        assert few.points.shape == (n, 2)
        assert overlap(few.points, few.spacing) == 0
        assert np.isfinite(few.points).all()


def test_equal_rows_part() -> None:
    rows = np.repeat(np.eye(4), 10, axis=0)
    placed = landscape(rows, communities=np.repeat(np.arange(4), 10))
    assert overlap(placed.points, placed.spacing) == 0


@pytest.mark.medium
@pytest.mark.parametrize("n", [50, 6_500])
def test_nearest_finds_what_comparing_all_finds(n: int) -> None:
    rows, _ = _rows(n, groups=40)
    found = nearest(rows, 5, seed=0)
    asked = np.arange(0, n, max(1, n // 60))
    cosines = rows[asked] @ rows.T
    cosines[np.arange(len(asked)), asked] = -2
    wanted = np.argsort(-cosines, axis=1)[:, :5]
    kept = np.mean([len(set(found.rows[one]) & set(row)) / 5 for one, row in zip(asked, wanted.tolist(), strict=True)])
    assert kept == 1 if n <= 6_000 else kept > 0.9


def test_neighbourhoods_are_groups_with_links_inside_and_keep_their_numbers() -> None:
    rows, of = _rows(180, groups=5)
    links = nearest(rows, 8, seed=0).links(least=0.25)
    found = communities(links, 180, seed=3)
    assert len({(one, other) for one, other in zip(of.tolist(), found.tolist(), strict=True)}) == 5
    turned = (found + 2) % 5
    assert communities(links, 180, previous=turned, seed=3).tolist() == turned.tolist()
    assert communities(Links.none(), 4).tolist() == [NOT_STATED] * 4


@pytest.mark.medium
def test_texts_of_one_subject_are_alike_in_either_language_and_named_by_their_words() -> None:
    solar = [f"Solar pump repair number {i}: the solar pump stands in a village" for i in range(8)]
    bread = [f"Baking bread number {i}: apprentices bake bread in ovens" for i in range(8)]
    texts, of = [*solar, *bread], np.repeat([0, 1], 8)
    vectors, links = issue_vectors(texts, ["en"] * 16)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    crossing = [pair for pair in links.ends.tolist() if of[pair[0]] != of[pair[1]]]
    assert len(crossing) < len(links.ends) / 10
    words = distinctive_terms(texts, ["en"] * 16, of)
    assert {"solar", "pump"} & set(words[0])
    assert {"bread", "apprentices", "baking", "ovens", "bake"} & set(words[1])
    assert not set(words[0]) & set(words[1])


@pytest.mark.medium
def test_texts_without_a_shared_word_have_no_neighbours() -> None:
    vectors, links = issue_vectors(["alpha", "", "gamma"], [None, None, "en"])
    assert vectors.shape[0] == 3
    assert len(links.ends) == 0
