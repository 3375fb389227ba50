"""A search that is a text is described by the words of the parallel texts, and ordered by words and concepts."""

import numpy as np
import pytest

from skillsnet.core.likeness import text_vectors
from skillsnet.core.likeness.concepts import language_concepts
from skillsnet.core.likeness.word_vectors import concept_directions
from skillsnet.core.search.concept_vectors import ComparedTexts, DescribedTexts, WordVectors, quantised

PUMPS = {
    "en": "We train refugees to repair solar pumps",
    "fr": "Nous formons des réfugiés à réparer des pompes solaires",
    "ar": "ندرب اللاجئين على إصلاح المضخات الشمسية",
}
GOATS = "Goat cheese dairies in the mountains"


def two_words() -> WordVectors:
    terms = np.array(["en bread", "en pump"])
    vectors = np.array([[127, 0], [0, 127]], dtype=np.int8)
    ones = np.ones(2, dtype=np.float32)
    return WordVectors(terms, vectors, ones / 127, ones, {"en": np.zeros(2, dtype=np.float32)})


def test_a_text_is_the_sum_of_its_words_and_nothing_where_none_is_known() -> None:
    described = two_words().describe("Pumps, bread and pumps of Zzz", "en")
    assert described is not None
    weights = np.array([1, 1 + np.log(2)])
    assert described == pytest.approx(weights / np.linalg.norm(weights), abs=1e-6)
    assert two_words().describe("Zzz", "en") is None
    assert two_words().describe("bread", "fr") is None
    assert two_words().describe("", "en") is None


def test_only_texts_with_the_key_and_the_stamp_are_near() -> None:
    texts = DescribedTexts(np.array([3, 8]), np.array([1, 2]), np.array([[0, 5], [7, 0]], dtype=np.int8))
    described = np.array([1, 0], dtype=np.float32)
    assert texts.nearness(described, {8: 2, 3: 1, 5: 1, 99: 1}) == {3: 0.0, 8: 1.0}
    assert texts.nearness(described, {8: 1}) == {}
    assert texts.nearness(described, {}) == {}


def test_each_language_is_held_against_its_best_and_concepts_count_beside_words() -> None:
    languages = {1: "en", 2: "en", 3: "ar"}
    by_words = ComparedTexts({1: 4.0, 2: 1.0, 3: 1.0}, languages, {})
    assert by_words.most_alike(most=3, least=0.3) == (1, 3)
    by_both = ComparedTexts({1: 4.0, 2: 3.0, 3: 1.0}, languages, {1: -0.2, 2: 0.8, 3: 0.2})
    assert by_both.most_alike(most=2, least=0.3) == (2, 1)
    assert ComparedTexts({}, {}, {}).most_alike(most=2, least=0.3) == ()


def test_rows_come_back_from_whole_numbers_to_within_a_step() -> None:
    rows = np.random.default_rng(1).normal(size=(5, 9)).astype(np.float32)
    rows[2] = 0
    whole, steps = quantised(rows)
    assert np.abs(whole * steps[:, None] - rows).max() <= steps.max() / 2 + 1e-6
    assert not whole[2].any()


@pytest.mark.medium
def test_texts_of_all_languages_about_one_thing_are_near_as_the_whole_description_has_it() -> None:
    words = concept_directions().words
    described = {code: words.describe(text, code) for code, text in PUMPS.items()}
    goats = words.describe(GOATS, "en")
    assert goats is not None
    for one in described.values():
        assert one is not None
        for other in described.values():
            assert other is not None
            assert float(one @ other) > 0.6
        assert abs(float(one @ goats)) < 0.2


@pytest.mark.medium
def test_stored_texts_stand_where_the_engine_describes_them() -> None:
    texts = [*PUMPS.values(), GOATS]
    vectors = text_vectors(texts, [*PUMPS, "en"])
    directions = concept_directions()
    stored, means = directions.describe_texts(vectors, dict.fromkeys(range(4), 0))
    exact = vectors.descriptions.concepts @ directions.axes
    exact /= np.linalg.norm(exact, axis=1, keepdims=True)
    for row, of_row in enumerate(exact):
        nearness = stored.nearness(of_row, dict.fromkeys(range(4), 0))
        assert list(nearness.values()) == pytest.approx((exact @ of_row).tolist(), abs=0.02)
        assert max(nearness, key=lambda key: nearness[key]) == row
    assert means.keys() == PUMPS.keys()
    assert language_concepts("en").text_count == len(directions.axes)


@pytest.mark.medium
def test_texts_of_no_known_language_are_near_to_nothing() -> None:
    texts, means = concept_directions().describe_texts(text_vectors(["One. About words."], [None]), {4: 1})
    description = concept_directions().words.describe(PUMPS["en"], "en")
    assert description is not None
    assert texts.nearness(description, {4: 1}) == {4: 0.0}
    assert means == {}
