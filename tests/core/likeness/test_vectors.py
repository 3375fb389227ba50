"""Likeness knows subjects in any language, and never a text's language alone."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from skillsnet.core.likeness import TextVectors, cells, text_vectors, vectors
from skillsnet.core.likeness.concepts import complete_definitions
from skillsnet.core.likeness.promising_pairs import strongest_texts
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

# Ours too, and none of the parallel texts.
SUBJECTS = {
    "welding": {
        "en": "We train young welders in the harbour; they join steel and pass an examination.",
        "fr": "Nous formons de jeunes soudeurs au port ; ils assemblent l'acier et passent un examen.",
        "es": "Formamos a jóvenes soldadores en el puerto; unen acero y aprueban un examen.",
        "ar": "ندرب لحامين شبابا في الميناء، يصلون الفولاذ ويجتازون امتحانا.",
    },
    "bees": {
        "en": "Women keep bees, harvest honey and sell wax candles at the market.",
        "fr": "Des femmes élèvent des abeilles, récoltent du miel et vendent des bougies de cire au marché.",
        "es": "Mujeres crían abejas, cosechan miel y venden velas de cera en el mercado.",
        "ar": "تربي نساء النحل ويجنين العسل ويبعن شموع الشمع في السوق.",
    },
    "nurses": {
        "en": "Nurses and midwives learn to care for newborn babies in rural clinics.",
        "fr": "Infirmières et sages-femmes apprennent à soigner les nouveau-nés dans les cliniques rurales.",
        "es": "Enfermeras y parteras aprenden a cuidar a recién nacidos en clínicas rurales.",
        "ar": "تتعلم الممرضات والقابلات رعاية المواليد الجدد في العيادات الريفية.",
    },
    "code": {
        "en": "Refugees learn to program computers and work remotely as software developers.",
        "fr": "Des réfugiés apprennent à programmer des ordinateurs et travaillent à distance comme développeurs.",
        "es": "Refugiados aprenden a programar computadoras y trabajan a distancia como desarrolladores.",
        "ar": "يتعلم لاجئون برمجة الحواسيب ويجدون عملا عن بعد مطورين للبرمجيات.",
    },
}
WORDS = ["solar", "pump", "weaving", "bakery", "mobile", "clinic", "the", "seven", "École", "3000", "تدريب"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), max_size=9)


def _everything() -> tuple[list[str], list[str], list[str]]:
    rows = [(subject, language, text) for subject, texts in SUBJECTS.items() for language, text in texts.items()]
    subjects, languages, texts = zip(*rows, strict=True)
    return list(subjects), list(languages), list(texts)


@pytest.mark.medium
def test_the_nearest_three_are_the_same_subject_in_the_three_other_languages() -> None:
    subjects, languages, texts = _everything()
    nearest = text_vectors(texts, languages).nearest(3)
    same = [subjects[other] == subject for row, subject in zip(nearest.indices, subjects, strict=True) for other in row]
    assert sum(same) >= len(same) - 3


@pytest.mark.medium
def test_a_search_finds_its_subject_in_every_language() -> None:
    subjects, languages, texts = _everything()
    likeness = text_vectors(texts, languages)
    for text, language, subject in (
        ("welding course", "en", "welding"),
        ("élevage d'abeilles et miel", "fr", "bees"),
        ("رعاية المواليد", "ar", "nurses"),
        ("programação de computadores para refugiados", "pt", "code"),
    ):
        first = likeness.nearest_to(text, language, k=4).indices[0]
        assert Counter(subjects[row] for row in first)[subject] >= 3, (text, first)
        assert likeness.query(text, language).shape == (len(texts),)


@pytest.mark.medium
def test_a_text_of_the_set_scores_as_it_does_when_it_is_searched_for() -> None:
    _, languages, texts = _everything()
    likeness = text_vectors(texts, languages)
    for row in range(len(texts)):
        assert likeness.query(texts[row], languages[row]) == pytest.approx(likeness.row_scores(row), abs=1e-5)
        others = np.arange(len(texts))
        pairs = likeness.pair_scores(np.full(len(texts), row), others)
        assert pairs == pytest.approx(likeness.row_scores(row), abs=1e-5)


def test_texts_of_one_owner_are_never_each_others() -> None:
    subjects, languages, texts = _everything()
    owners = [list(SUBJECTS).index(subject) for subject in subjects]
    nearest = text_vectors(texts, languages).nearest(15, owners=owners)
    pairs = [(row, other) for row, others in enumerate(nearest.indices.tolist()) for other in others if other >= 0]
    assert pairs
    assert [pair for pair in pairs if owners[pair[0]] == owners[pair[1]]] == []
    with pytest.raises(ValueError, match="one owner"):
        text_vectors(texts, languages).nearest(3, owners=[1])


def test_the_shared_words_stand_as_in_the_first_text() -> None:
    likeness = text_vectors(["L’École répare des Pompes solaires", "Les écoles et leurs pompes", "職業訓練", "訓練"], ["fr", "fr", "zh", "zh"])  # fmt: skip  # noqa: E501
    assert likeness.shared_words(0, 1) == ("Pompes", "École")
    assert likeness.shared_words(2, 3) == ("訓練",)
    assert likeness.shared_words(0, 2) == ()


@pytest.mark.medium
@settings(deadline=None)
@given(TEXTS, st.integers(1, 4))
def test_scores_are_from_0_to_1_and_nobody_is_near_oneself(texts: list[str], k: int) -> None:
    nearest = text_vectors(texts, [None] * len(texts)).nearest(k)
    assert nearest.indices.shape == nearest.scores.shape == (len(texts), max(0, min(k, len(texts) - 1)))
    for row, (others, scores) in enumerate(zip(nearest.indices.tolist(), nearest.scores.tolist(), strict=True)):
        there = [other for other in others if other >= 0]
        assert row not in there
        assert len(set(there)) == len(there)
        assert all(0 <= score <= 1 for score in scores)
        assert others == there + [-1] * (len(others) - len(there))


def test_a_text_without_words_is_near_to_nothing() -> None:
    likeness = text_vectors(["Solar pumps", "", "12 34", "Solar pump"], ["en", None, None, "en"])
    assert likeness.nearest(3).indices.tolist() == [[3, -1, -1], [-1] * 3, [-1] * 3, [0, -1, -1]]


def test_languages_have_their_share_of_the_lists() -> None:
    texts = [text.texts for text in parallel_texts()[:240]]
    drawn = np.random.default_rng(3).integers(0, 4, len(texts))
    languages = [PARALLEL_LANGUAGES[index] for index in drawn]
    nearest = text_vectors([text[index] for text, index in zip(texts, drawn, strict=True)], languages).nearest(6)
    across = [
        drawn[row] != drawn[other] for row, others in enumerate(nearest.indices) for other in others if other >= 0
    ]
    assert 0.65 < np.mean(across) < 0.85


@pytest.mark.medium
def test_cells_find_what_comparing_every_pair_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    likeness = _made_texts(1200)
    every_pair = likeness.nearest(5).indices
    monkeypatch.setattr(vectors, "EXACT", 100)
    monkeypatch.setattr(cells, "CELL", 20)
    in_cells = likeness.nearest(5).indices
    same = sum(len(set(a) & set(b)) for a, b in zip(every_pair.tolist(), in_cells.tolist(), strict=True))
    assert same >= 0.9 * every_pair.size
    assert (likeness.nearest(5).indices == in_cells).all()


def test_texts_in_a_language_without_concepts_are_found_by_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(8)
    letters = "abcdefghijklmnopqrst"
    subjects = [[f"{first}{second}q{letter}{first}" for letter in letters[:12]] for first in letters for second in "uv"]
    texts = [" ".join(chance.choice(subjects[row % 40], 8)) for row in range(400)]
    likeness = text_vectors(texts, ["xx"] * 400)
    assert not likeness.descriptions.concepts.any()
    monkeypatch.setattr(vectors, "EXACT", 100)
    nearest = likeness.nearest(3, owners=[row // 200 for row in range(400)]).indices
    assert (nearest % 40 == np.arange(400)[:, None] % 40).all()
    assert (nearest // 200 != np.arange(400)[:, None] // 200).all()


def test_of_a_common_word_the_texts_that_say_most_of_it_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillsnet.core.likeness.promising_pairs.TEXTS_OF_WORD", 2)
    words = csr_matrix(np.array([[0.3, 0], [0.5, 1], [0.4, 0], [0.5, 0]], dtype=np.float32))
    assert strongest_texts(words).toarray().round(1).tolist() == [[0, 0.5, 0, 0.5], [0, 1, 0, 0]]


def _made_texts(n: int) -> TextVectors:
    """Return texts of two languages, each of twenty words of one of sixty subjects."""
    chance = np.random.default_rng(5)
    languages = [("en", "fr")[index % 2] for index in range(n)]
    words = [parallel_texts()[index // 2 % 60 * 7].text(language).split() for index, language in enumerate(languages)]
    return text_vectors([" ".join(chance.choice(row, 20)) for row in words], languages)


def test_a_group_is_like_what_its_texts_are_like() -> None:
    subjects, languages, texts = _everything()
    names = list(SUBJECTS)
    members = [[row for row, subject in enumerate(subjects) if subject == name] for name in names]
    halves = [*[group[:2] for group in members], *[group[2:] for group in members], []]
    scores = np.array([text_vectors(texts, languages).pooled(halves).row_scores(row) for row in range(9)])
    assert scores[:4, 4:8].argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert scores[8].max() < 0.1


def test_only_definitions_in_all_languages_are_concepts() -> None:
    whole = {language: f"text {language}" for language in PARALLEL_LANGUAGES}
    assert complete_definitions([whole, {"en": "alone"}, {**whole, "ar": " "}]) == (
        tuple(whole[language] for language in PARALLEL_LANGUAGES),
    )


@pytest.mark.medium
def test_a_definition_brings_its_words_together_across_languages() -> None:
    definition = {
        "en": "Zorbing champions", "fr": "Champions de globisme", "es": "Campeones de esferismo", "ar": "أبطال التكور",
    }  # fmt: skip
    texts = ["Zorbing evenings", "Soirées de globisme", "Soirées de poterie"]
    without = text_vectors(texts, ["en", "fr", "fr"]).row_scores(0)
    likeness = text_vectors(texts, ["en", "fr", "fr"], definitions=[definition] * 5).row_scores(0)
    assert likeness[1] > max(likeness[2], without[1])


def test_sentence_embeddings_may_stand_in_for_the_concepts() -> None:
    class Embedder:
        def encode(self, texts: list[str]) -> np.ndarray:
            return np.array(
                [
                    [float("sol" in text.lower()), float("queso" in text.lower() or "cheese" in text.lower()), 0.1]
                    for text in texts
                ]
            )

    likeness = text_vectors(["Solar", "Cheese", "Queso", "Sol"], ["en", "en", "es", "es"], embedder=Embedder())
    assert likeness.nearest(1).indices[:, 0].tolist() == [3, 2, 1, 0]


def test_texts_and_languages_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="zip"):
        text_vectors(["one"], [])


@pytest.mark.medium
def test_pairs_of_one_text_taken_together_have_the_scores_of_pairs_on_their_own() -> None:
    texts = [f"{first} of {second}" for first in ("Repair", "Sale", "School") for second in ("pumps", "boats", "bread")]
    vectors = text_vectors(texts, ["en"] * 9)
    rows, columns = np.repeat(np.arange(9), 9), np.tile(np.arange(9), 9)
    together = vectors.descriptions.pairs(rows, columns)
    order = np.random.default_rng(0).permutation(len(rows))
    assert np.allclose(vectors.descriptions.pairs(rows[order], columns[order]), together[order], atol=1e-6)
    assert np.allclose(together.reshape(9, 9), vectors.descriptions.products(vectors.descriptions), atol=1e-6)


@pytest.mark.parametrize("texts", [[], [""], ["太阳能水泵", "奶酪"], ["👍 🎉", "🚀"]])
def test_any_text_may_be_compared_with_texts_that_have_no_concepts(texts: list[str]) -> None:
    vectors = text_vectors(texts, ["zh"] * len(texts))
    assert vectors.query("Repair of solar pumps", "en").shape == (len(texts),)
    assert set(vectors.nearest_to("Repair of solar pumps", "en", k=3).indices.ravel().tolist()) <= {-1}
