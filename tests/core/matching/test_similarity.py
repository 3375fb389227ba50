"""Neighbours are about the same thing in any language, and say which words they share in one."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.matching import similar, similarity

WORDS = ["solar", "pump", "weaving", "bakery", "mobile", "clinic", "the", "seven", "École", "3000", "fish"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=12)


@pytest.mark.medium
@settings(deadline=None)
@given(TEXTS)
def test_nobody_is_near_oneself_and_two_are_as_near_from_either_side(texts: list[str]) -> None:
    near = similar(texts, ["en"] * len(texts), k=len(texts))
    scores = {(first, neighbour.index): neighbour.score for first, row in enumerate(near) for neighbour in row}
    assert [pair for pair in scores if pair[0] == pair[1]] == []
    assert {(second, first): pytest.approx(score, abs=2e-5) for (first, second), score in scores.items()} == scores
    assert all(0 <= score <= 1 for score in scores.values())
    for first, row in enumerate(near):
        for neighbour in row:
            assert len(neighbour.shared) <= 5
            assert set(neighbour.shared) <= set(texts[first].split())


@pytest.mark.medium
@settings(deadline=None)
@given(TEXTS, st.randoms(use_true_random=False))
def test_neither_the_order_of_the_texts_nor_a_repeat_changes_how_near_they_are(
    texts: list[str], chance: random.Random
) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)
    k = len(texts)
    near = similar(texts, ["en"] * len(texts), k=k)
    assert similar(texts, ["en"] * len(texts), k=k) == near
    shuffled = similar([texts[index] for index in order], ["en"] * len(texts), k=k)
    # Which of equally near ones is named first goes by their place.
    assert [sorted(neighbour.score for neighbour in near[index]) for index in order] == [
        pytest.approx(sorted(neighbour.score for neighbour in row), abs=2e-5) for row in shuffled
    ]


def test_the_shared_words_stand_as_in_the_text() -> None:
    texts = ["L’École répare des Pompes solaires", "Les écoles et leurs pompes", "Un atelier de couture"]
    near = similar(texts, ["fr"] * 3)
    assert near[0] == [similarity.Similar(1, near[1][0].score, ("Pompes", "École"))]
    assert near[2] == []


@pytest.mark.medium
def test_the_forms_of_a_word_meet_and_other_languages_share_subjects_but_no_words() -> None:
    texts = [
        "She repaired cold stores",
        "Repairing stores",
        "Agricultura familiar",
        "L’agriculture des familles",
        "A choir",
    ]
    near = similar(texts, ["en", "en", "es", "fr", "en"])
    assert [[neighbour.index for neighbour in row] for row in near] == [[1], [0], [3], [2], []]
    assert (near[0][0].shared, near[2][0].shared) == (("stores", "repaired"), ())


def test_texts_of_one_owner_are_not_each_others() -> None:
    texts = ["Solar pump repair", "Repairing solar pumps", "Solar pumps for villages"]
    near = similar(texts, ["en"] * 3, owners=[7, 7, -1])
    assert [[neighbour.index for neighbour in row] for row in near] == [[2], [2], [0, 1]]


def test_a_word_that_all_texts_hold_makes_no_neighbours_of_some() -> None:
    texts = [f"training {word}" for word in ("bakery", "welding", "nursing", "beekeeping", "carpentry")] * 12
    near = similar(texts, ["en"] * 60, k=11)
    same = [texts[row] == texts[neighbour.index] for row, others in enumerate(near) for neighbour in others]
    assert sum(same) == len(same) == 60 * 11


@pytest.mark.parametrize("texts", [[], ["alone"], ["", ""], ["12 34", "12 34"], ["… !", "?"]])
def test_texts_without_words_have_no_neighbours(texts: list[str]) -> None:
    assert similar(texts, [None] * len(texts)) == [[] for _ in texts]
