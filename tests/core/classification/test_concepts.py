"""Nearness to parallel texts: one number for one meaning in four languages, and what each word adds to it."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from skillsnet.core.classification import CategoryDefinition, Confirmed, EvidenceSource
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.concepts import SharedConcepts, concept_space
from skillsnet.core.classification.features import terms
from tests.core.classification.test_classifier import material, skills_definitions

PARALLEL_SENTENCES = Path(__file__).parents[4] / "shared" / "data" / "matching" / "sib200_en_fr_es_ar.jsonl.gz"
WORDS = {
    "en": [["welding", "workshop"], ["maize", "harvest"], ["nurses", "hospital"]],
    "fr": [["soudure", "atelier"], ["maïs", "récolte"], ["infirmières", "hôpital"]],
    "es": [["soldadura", "taller"], ["maíz", "cosecha"], ["enfermeras", "hospital"]],
    "ar": [["اللحام", "ورشة"], ["الذرة", "حصاد"], ["ممرضات", "المستشفى"]],
}


@pytest.mark.medium
@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_words_of_one_meaning_lie_nearest_across_languages(language: str) -> None:
    concepts = SharedConcepts.of(language, "en")
    cosines = concepts.of_texts(WORDS[language]) @ concepts.of_definitions(WORDS["en"]).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.medium
def test_a_language_without_parallel_texts_has_no_concepts() -> None:
    concepts = SharedConcepts.of("zh", "en")
    assert (concepts.is_across, concepts.of_texts([["井"]]).shape, concepts.of_definitions([]).shape) == (
        False,
        (1, 0),
        (0, 0),
    )
    assert concept_space("pt") is concept_space("es")


@pytest.mark.medium
def test_what_the_words_of_a_text_add_in_the_concepts_sums_to_its_product() -> None:
    space = concept_space("fr")
    assert space
    words = ["soudure", "formation", "soudeurs", "zzz", "formation"]
    directions = np.random.default_rng(3).normal(size=(2, space.size))
    row = space.describe([words])[0]
    # Every concept has the same constant in a text: minus one, over the text's length.
    constant = -1 / np.linalg.norm(space.relative_nearness([words]))
    parts = space.contributions(words, space.project(directions))
    assert parts.sum(axis=0) == pytest.approx(directions @ (row - constant))
    assert parts[3].tolist() == [0.0, 0.0]


@pytest.mark.parametrize("text", ["Welders weld; a welder's training, Training", "Soldadores, pozos y tuberías"])
def test_what_the_words_of_a_text_add_sums_to_its_score(text: str) -> None:
    categories = [
        CategoryDefinition("trade", {"en": "Welding and carpentry."}),
        CategoryDefinition("pipe", {"en": "Tubes."}),
    ]
    confirmed = [Confirmed("Soldadores training", "en", ("trade",), 1), Confirmed("Pipes in wells", "en", ("pipe",), 2)]
    classifier = Classifier.learn(categories, texts=[text, "Training"], confirmed=confirmed, multi_label=False)
    (trained,) = classifier._trained.values()
    model, rows = trained.model, trained.model.rows([text], np.zeros((1, 2)))
    scores = 12.0 * model.pooling.pool.weights[0] * rows.blended.products(model.classifiers.centroids.directions)
    for weight, linear in zip(
        model.pooling.pool.weights[2:4], (model.classifiers.self_trained, model.classifiers.supervised), strict=True
    ):
        assert linear
        scores = scores + weight * (rows.wide @ linear.weights.T)
    words = model.space.transform([text]).words
    space = model.concepts.texts
    assert space
    constant = -np.sqrt(model.concept_share) / np.linalg.norm(space.relative_nearness(words))
    directions = model.classifiers.centroids.directions[:, rows.blended.sparse.shape[1] :]
    scores = scores - 12.0 * model.pooling.pool.weights[0] * constant * directions.sum(axis=1)
    parts = trained.explainer.contributions(rows.wide, text, terms(text, "en"))
    assert sum(parts.values()) == pytest.approx((scores - scores.mean())[0])


@pytest.mark.medium
def test_a_text_is_read_with_definitions_in_another_language() -> None:
    categories = [CategoryDefinition(item.slug, {"en": item.texts["en"]}) for item in skills_definitions(prefix="x-")]
    texts, labels = material("french")
    classifier = Classifier.learn(categories, texts=texts, languages=["fr"] * len(texts))
    rankings = classifier.suggest(texts, ["fr"] * len(texts))
    right = [f"x-{label[0]}" for label in labels]
    accuracy = np.mean([ranking.scores[0].slug == slug for ranking, slug in zip(rankings, right, strict=True)])
    assert accuracy >= 0.45
    assert {(ranking.language, ranking.is_fallback) for ranking in rankings} == {("en", True)}
    with_evidence = [ranking for ranking in rankings if ranking.scores[0].evidence]
    assert len(with_evidence) >= 0.8 * len(rankings)
    assert EvidenceSource.DEFINITION in {phrase.source for item in with_evidence for phrase in item.scores[0].evidence}


@pytest.mark.slow
@pytest.mark.skipif(not PARALLEL_SENTENCES.is_file(), reason="the sentences in four languages are not at hand")
@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_sentences_are_placed_by_english_definitions(language: str) -> None:
    topics = {
        "science/technology": "Science and technology. Research, physics, biology, animals, space and computers.",
        "travel": "Travel. Tourism, hotels, flights, trains, luggage, visas and advice for visitors.",
        "politics": "Politics. Governments, elections, ministers, parliament, laws, war and protests.",
        "sports": "Sports. Football, tennis, athletes, teams, matches, races and medals.",
        "health": "Health. Diseases, patients, hospitals, medicine, vaccines and nutrition.",
        "entertainment": "Entertainment. Films, music, television, singers, actors and theatre.",
        "geography": "Geography. Countries, cities, islands, rivers, mountains and climate.",
    }
    with gzip.open(PARALLEL_SENTENCES, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    categories = [CategoryDefinition(slug, {"en": text}) for slug, text in topics.items()]
    texts = [row[language] for row in rows]
    classifier = Classifier.learn(categories, texts=texts, languages=[language] * len(texts), multi_label=False)
    rankings = classifier.suggest(texts, [language] * len(texts), with_evidence=False)
    accuracy = np.mean([ranking.scores[0].slug == row["topic"] for ranking, row in zip(rankings, rows, strict=True)])
    assert accuracy >= 0.45
