"""Neighbours share distinctive words, and say which; the blocks agree with comparing every pair."""

import math
import random
from collections import Counter
from collections.abc import Sequence, Set

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.matching import similar, similarity

WORDS = ["solar", "pump", "weaving", "bakery", "mobile", "clinic", "the", "seven", "École", "3000", "fish"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=12)
VALUES = st.sets(st.sampled_from(["women", "youth", "refugees"]), max_size=3)


def slow_similar(
    texts: Sequence[str], *, k: int, facets: Sequence[Sequence[Set[str]]]
) -> list[list[tuple[int, float]]]:
    """Compare every pair, one word at a time."""
    bags = [similarity._bag(text, "en") for text in texts]
    spread = Counter(stem for bag in bags for stem in bag)
    rarity = {
        stem: math.log((1 + len(texts)) / (1 + text_count)) + 1 for stem, text_count in spread.items() if text_count > 1
    }
    weights = [
        {stem: (1 + math.log(count)) * rarity[stem] for stem, count in bag.items() if stem in rarity} for bag in bags
    ]
    neighbours = []
    for first, first_weights in enumerate(weights):
        row = []
        for second, second_weights in enumerate(weights):
            product = sum(weight * second_weights.get(stem, 0) for stem, weight in first_weights.items())
            if first == second or not product:
                continue
            cosine = product / math.hypot(*first_weights.values()) / math.hypot(*second_weights.values())
            boost = (1 + 0.25 * similarity._facet_similarity(first, second, facets)) / 1.25 if facets else 1
            row.append((second, cosine * boost))
        neighbours.append(sorted(row, key=lambda pair: (-round(pair[1], 4), pair[0]))[:k])
    return neighbours


@settings(deadline=None)
@given(TEXTS, st.integers(1, 4), st.data())
def test_the_blocks_agree_with_comparing_every_pair(texts: list[str], k: int, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES, min_size=len(texts), max_size=len(texts)))
    for facets in ([], [values]):
        fast = similar(texts, ["en"] * len(texts), k=k, facets=facets)
        slow = slow_similar(texts, k=k, facets=facets)
        # Equal to the fourth place; neighbours that are equally near may change places there.
        assert [[round(neighbour.score, 3) for neighbour in row] for row in fast] == [
            pytest.approx([score for _, score in row], abs=1e-3) for row in slow
        ]


@settings(deadline=None)
@given(TEXTS, st.data())
def test_nobody_is_near_oneself_and_two_are_as_near_from_either_side(texts: list[str], data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES, min_size=len(texts), max_size=len(texts)))
    near = similar(texts, ["en"] * len(texts), k=len(texts), facets=[values])
    scores = {(first, neighbour.index): neighbour.score for first, row in enumerate(near) for neighbour in row}
    assert [pair for pair in scores if pair[0] == pair[1]] == []
    assert {(second, first): pytest.approx(score, abs=2e-5) for (first, second), score in scores.items()} == scores
    assert all(0 < score <= 1 for score in scores.values())
    for first, row in enumerate(near):
        for neighbour in row:
            assert 0 < len(neighbour.shared) <= similarity.SHARED_SHOWN
            assert set(neighbour.shared) <= set(texts[first].split())


@settings(deadline=None)
@given(TEXTS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_neither_the_order_of_the_texts_nor_a_repeat_changes_how_near_they_are(
    texts: list[str], k: int, chance: random.Random
) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)
    near = similar(texts, ["en"] * len(texts), k=k)
    assert similar(texts, ["en"] * len(texts), k=k) == near
    shuffled = similar([texts[index] for index in order], ["en"] * len(texts), k=k)
    # Which of equally near ones is named goes by their place.
    assert [[neighbour.score for neighbour in near[index]] for index in order] == [
        pytest.approx([neighbour.score for neighbour in row], abs=2e-5) for row in shuffled
    ]


def test_many_small_blocks_give_the_same_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{WORDS[i % 5]} {WORDS[i * 7 % 9]} {WORDS[i % 3]} repair" for i in range(60)]
    in_one_block = similar(texts, ["en"] * 60)
    monkeypatch.setattr(similarity, "BLOCK_NUMBERS", 130)
    assert similar(texts, ["en"] * 60) == in_one_block


def test_the_shared_words_stand_as_in_the_text() -> None:
    texts = ["L’École répare des Pompes solaires", "Les écoles et leurs pompes", "Un atelier de couture"]
    assert similar(texts, ["fr"] * 3)[0] == [similarity.Similar(1, pytest.approx(1, abs=1e-4), ("École", "Pompes"))]
    assert similar(texts, ["fr"] * 3)[2] == []


def test_the_forms_of_a_word_meet_also_in_a_related_language() -> None:
    texts = [
        "She repaired cold stores",
        "Repairing stores",
        "Agricultura familiar",
        "L’agriculture des familles",
        "A choir",
    ]
    near = similar(texts, ["en", "en", "es", "fr", "en"])
    assert [[neighbour.index for neighbour in row] for row in near] == [[1], [0], [3], [2], []]
    assert (near[0][0].shared, near[2][0].shared) == (("repaired", "stores"), ("Agricultura",))


def test_shared_facets_bring_a_pair_nearer() -> None:
    texts = ["solar pump", "solar clinic fish", "solar bakery fish"]
    plain = similar(texts, ["en"] * 3)[0]
    boosted = similar(texts, ["en"] * 3, facets=[[{"women"}, set(), {"women"}]])[0]
    assert ([neighbour.index for neighbour in plain], [neighbour.index for neighbour in boosted]) == ([1, 2], [2, 1])


def test_a_word_that_most_texts_hold_makes_no_neighbours() -> None:
    texts = [f"training number{index:04d}" for index in range(60)]
    assert similar(texts, ["en"] * 60) == [[] for _ in texts]


@pytest.mark.parametrize("texts", [[], ["alone"], ["", ""], ["12 34", "12 34"], ["… !", "?"]])
def test_texts_without_words_have_no_neighbours(texts: list[str]) -> None:
    assert similar(texts, [None] * len(texts)) == [[] for _ in texts]


def test_facets_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one set for each text"):
        similar(["solar", "solar"], ["en", "en"], facets=[[{"women"}]])
