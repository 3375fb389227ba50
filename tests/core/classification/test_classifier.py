"""Texts get their categories with the words that say so, or nothing is said."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.classification import CategoryDefinition, Classifier
from skillsnet.core.taxonomy import load_skills_taxonomy

MATERIAL = Path(__file__).parents[3] / "examples" / "material"
SLUGS = {
    "WBL": "work-based-learning",
    "REC": "recognition-of-skills",
    "CAR": "career-guidance-employment-services",
    "DAT": "research-data-analysis",
    "ECO": "skills-ecosystem",
    "TRA": "training-delivery",
    "INC": "social-inclusion-interaction",
    "ENT": "entrepreneurship-self-employment",
    "LIF": "life-skills",
}


def skills_definitions() -> list[CategoryDefinition]:
    return [
        CategoryDefinition(
            category.slug,
            {
                language: f"{words.name}. {words.definition} {words.includes}"
                for language, words in category.texts.items()
            },
        )
        for category in load_skills_taxonomy().editions[-1].categories
    ]


SKILLS = Classifier.from_definitions(skills_definitions())


@pytest.fixture
def classifier() -> Classifier:
    return SKILLS


def material(name: str) -> list[str]:
    return (MATERIAL / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")


@pytest.mark.parametrize(
    ("language", "text", "slug"),
    [
        (
            "en",
            "Assessors certify prior learning against a standard and issue a skills passport.",
            "recognition-of-skills",
        ),
        ("fr", "Un observatoire mène des enquêtes et publie des données sur les besoins.", "research-data-analysis"),
        ("es", "Microcréditos y plan de negocio para emprendedoras del mercado.", "entrepreneurship-self-employment"),
        ("ar", "ورشة لتدريب النساء اللاجئات في المخيم مع حضانة للأطفال", "social-inclusion-interaction"),
    ],
)
def test_a_clear_text_gets_its_category(classifier: Classifier, language: str, text: str, slug: str) -> None:
    ranking = classifier.suggest([text], [language])[0]
    assert (ranking.scores[0].slug, ranking.language, ranking.is_fallback) == (slug, language, False)


@pytest.mark.parametrize("text", ["", "…", "Lorem ipsum dolor sit amet", "2019 2020 2021", "\0\n"])
def test_nothing_is_said_when_nothing_speaks(classifier: Classifier, text: str) -> None:
    assert classifier.suggest([text], ["en"])[0].scores == ()


def test_a_language_without_definitions_is_read_in_english_and_says_so(classifier: Classifier) -> None:
    ranking = classifier.suggest(["Apprenticeship contracts with host employers and mentors"], ["sw"])[0]
    assert (ranking.scores[0].slug, ranking.language, ranking.is_fallback) == ("work-based-learning", "en", True)


def test_a_language_not_given_is_guessed(classifier: Classifier) -> None:
    ranking = classifier.suggest(["Les jeunes femmes sont formées par des enseignantes dans la classe"], [None])[0]
    assert (ranking.language, ranking.is_fallback) == ("fr", False)


def test_a_definition_alone_is_enough() -> None:
    water = CategoryDefinition("water", {"en": "Clean drinking water, wells, pipes, sanitation and latrines."})
    forest = CategoryDefinition("forest", {"en": "Trees, reforestation, seedlings, rangers and wildlife."})
    classifier = Classifier.from_definitions([water, forest])
    ranking = classifier.suggest(["Villagers dig wells, lay pipes and build latrines for sanitation."], ["en"])[0]
    assert [entry.slug for entry in ranking.scores] == ["water"]
    assert {found.phrase for found in ranking.scores[0].evidence} >= {"wells", "pipes", "latrines"}


@given(st.text(max_size=300))
def test_evidence_stands_in_the_text_where_it_says(text: str) -> None:
    spoken = f"{text} Apprentices learn on the job; Élèves, certificates & loans {text}"
    ranking = SKILLS.suggest([spoken], ["en"])[0]
    scores = [entry.score for entry in ranking.scores]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)
    for entry in ranking.scores:
        assert [found.phrase for found in entry.evidence] == [spoken[f.start : f.end] for f in entry.evidence]
        assert all(before.end <= after.start for before, after in pairwise(entry.evidence))


def test_the_same_texts_get_the_same_rankings(classifier: Classifier) -> None:
    texts = ["Girls learn welding with an apprentice master", "Loans for market traders", "Tracer survey data"]
    again = Classifier.from_definitions(skills_definitions())
    assert classifier.suggest(texts, ["en"] * 3) == again.suggest(texts, ["en"] * 3)


def test_a_ranking_does_not_move_with_the_texts_beside_it(classifier: Classifier) -> None:
    texts = [f"Women learn welding beside a master, lot {index}" for index in range(40)]
    assert classifier.suggest(texts, ["en"] * 40)[7] == classifier.suggest(texts[7:8], ["en"])[0]


@pytest.mark.parametrize(
    ("files", "language"),
    [(("english-1", "english-2"), "en"), (("french",), "fr"), (("spanish",), "es")],
)
def test_the_example_material_is_mostly_placed_as_its_writers_did(
    classifier: Classifier, files: tuple[str, ...], language: str
) -> None:
    rows = [json.loads(line) for name in files for line in material(name)]
    rankings = classifier.suggest([f"{row['title']}. {row['summary']}" for row in rows], [language] * len(rows))
    placed = [[entry.slug for entry in ranking.scores] for ranking in rankings]
    meant = [[SLUGS[code] for code in row["categories"]] for row in rows]
    first = sum(got[:1] == [want[0]] for got, want in zip(placed, meant, strict=True)) / len(rows)
    among_three = sum(want[0] in got[:3] for got, want in zip(placed, meant, strict=True)) / len(rows)
    assert (first >= 0.6, among_three >= 0.88) == (True, True), (first, among_three)
