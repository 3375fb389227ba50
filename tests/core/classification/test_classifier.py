"""Texts get every category with a probability and its evidence, or the classifier says that it cannot tell."""

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillsnet.core.classification import CategoryDefinition, Confirmed, EvidenceSource
from skillsnet.core.classification.classifier import Classifier
from skillsnet.core.classification.evaluation import evaluate_rankings
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


def skills_definitions(*, prefix: str = "") -> list[CategoryDefinition]:
    """Return the nine categories; with a prefix they are strangers without indicator terms."""
    return [
        CategoryDefinition(
            prefix + category.slug,
            {
                language: f"{words.name}. {words.definition} {words.includes}"
                for language, words in category.texts.items()
            },
        )
        for category in load_skills_taxonomy().editions[-1].categories
    ]


SKILLS = Classifier.learn(skills_definitions())
WATER = CategoryDefinition("water", {"en": "Clean drinking water, wells, pipes, sanitation and latrines."})
FOREST = CategoryDefinition("forest", {"en": "Trees, reforestation, seedlings, rangers and wildlife."})


def material(*names: str) -> tuple[list[str], list[tuple[str, ...]]]:
    lines = [line for name in names for line in (MATERIAL / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    texts = [f"{row['title']}. {row['summary']}" for row in rows]
    return texts, [tuple(SLUGS[code] for code in row["categories"]) for row in rows]


@pytest.mark.medium
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
def test_a_clear_text_gets_its_category(language: str, text: str, slug: str) -> None:
    ranking = SKILLS.suggest([text], [language])[0]
    outcome = (ranking.scores[0].slug, ranking.language, ranking.is_fallback, ranking.is_conclusive)
    assert outcome == (slug, language, False, True)


@pytest.mark.parametrize("text", ["", "…", "Lorem ipsum dolor sit amet", "2019 2020 2021", "\0\n", "x" * 100_000])
def test_nothing_is_conclusive_when_nothing_speaks(text: str) -> None:
    ranking = SKILLS.suggest([text], ["en"])[0]
    evidence = [phrase for entry in ranking.scores for phrase in entry.evidence]
    assert (ranking.is_conclusive, len(ranking.scores), evidence) == (False, 9, [])


def test_a_language_without_definitions_is_read_in_english_and_says_so() -> None:
    ranking = SKILLS.suggest(["Apprenticeship contracts with host employers and mentors"], ["sw"])[0]
    assert (ranking.scores[0].slug, ranking.language, ranking.is_fallback) == ("work-based-learning", "en", True)


@pytest.mark.medium
def test_a_language_not_given_is_guessed() -> None:
    ranking = SKILLS.suggest(["Les jeunes femmes sont formées par des enseignantes dans la classe"], [None])[0]
    assert (ranking.language, ranking.is_fallback) == ("fr", False)


def test_a_definition_alone_is_enough() -> None:
    classifier = Classifier.learn([WATER, FOREST], multi_label=False)
    ranking = classifier.suggest(["Villagers dig wells, lay pipes and build latrines for sanitation."], ["en"])[0]
    assert ranking.scores[0].slug == "water"
    assert {phrase.phrase for phrase in ranking.scores[0].evidence} >= {"wells", "pipes", "latrines"}
    assert {phrase.source for phrase in ranking.scores[0].evidence} == {EvidenceSource.DEFINITION}


def test_one_category_takes_all_and_none_is_refused() -> None:
    ranking = Classifier.learn([WATER], texts=["Wells"], multi_label=False).suggest(["Deep wells"], ["en"])[0]
    assert [(entry.slug, entry.probability) for entry in ranking.scores] == [("water", 1.0)]
    with pytest.raises(ValueError, match="no category"):
        Classifier.learn([])


def test_a_confirmed_text_teaches_words_no_definition_has_and_is_named() -> None:
    confirmed = [
        Confirmed("Borehole drilling rigs reach the aquifer", "en", ("water",), "P1"),
        Confirmed("Chainsaw patrols stop logging", "en", ("forest",), "P2"),
        Confirmed("A label nobody knows", "en", ("gone",), "P3"),
    ]
    classifier = Classifier.learn([WATER, FOREST], confirmed=confirmed, multi_label=False)
    first = classifier.suggest(["New borehole rigs near the aquifer"], ["en"])[0].scores[0]
    sources = {phrase.phrase: (phrase.source, phrase.keys) for phrase in first.evidence}
    assert first.slug == "water"
    assert sources["borehole"] == (EvidenceSource.CONFIRMED, ("P1",))


@pytest.mark.medium
@settings(deadline=None)
@given(st.text(max_size=300))
def test_evidence_stands_in_the_text_where_it_says(text: str) -> None:
    full_text = f"{text} Apprentices learn on the job; Élèves, certificates & loans {text}"
    ranking = SKILLS.suggest([full_text], ["en"])[0]
    chances = [entry.probability for entry in ranking.scores]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    for entry in ranking.scores:
        assert [phrase.phrase for phrase in entry.evidence] == [full_text[f.start : f.end] for f in entry.evidence]
        assert all(before.end <= after.start for before, after in pairwise(entry.evidence))
        assert all(phrase.weight > 0 for phrase in entry.evidence)


@pytest.mark.slow
def test_the_same_texts_get_the_same_rankings() -> None:
    texts, labels = material("french")
    confirmed = [Confirmed(text, "fr", slugs) for text, slugs in zip(texts[:30], labels[:30], strict=True)]
    twice = [Classifier.learn(skills_definitions(), texts=texts[30:], confirmed=confirmed) for _ in range(2)]
    first, second = (classifier.suggest(texts[30:50], ["fr"] * 20) for classifier in twice)
    assert first == second


def test_a_ranking_does_not_move_with_the_texts_beside_it() -> None:
    texts = [f"Women learn welding beside a master, lot {index}" for index in range(40)]
    assert SKILLS.suggest(texts, ["en"] * 40)[7] == SKILLS.suggest(texts[7:8], ["en"])[0]


@pytest.mark.medium
@pytest.mark.parametrize(
    ("files", "language", "least_f1", "least_among_three"),
    [(("english-1", "english-2"), "en", 0.6, 0.9), (("french",), "fr", 0.64, 0.93), (("spanish",), "es", 0.62, 0.9)],
)
def test_the_example_material_is_mostly_placed_as_its_writers_did(
    files: tuple[str, ...], language: str, least_f1: float, least_among_three: float
) -> None:
    texts, labels = material(*files)
    languages = [language] * len(texts)
    classifier = Classifier.learn(skills_definitions(), texts=texts, languages=languages)
    metrics = evaluate_rankings(
        classifier.suggest(texts, languages, with_evidence=False), [set(slugs) for slugs in labels], multi_label=True
    )
    assert (metrics.macro_f1 >= least_f1, metrics.top_3 >= least_among_three) == (True, True), metrics


@pytest.mark.slow
def test_confirmations_make_strangers_better_known() -> None:
    texts, labels = material("english-1", "english-2")
    order = list(range(len(texts)))
    random.Random(7).shuffle(order)
    confirmed_indices, test_indices = order[:90], order[90:]
    expected_labels = [{f"x-{slug}" for slug in labels[index]} for index in test_indices]
    test_texts = [texts[index] for index in test_indices]
    confirmed_texts = [
        Confirmed(texts[index], "en", tuple(f"x-{slug}" for slug in labels[index]), index)
        for index in confirmed_indices
    ]
    metrics = []
    for confirmed in ([], confirmed_texts):
        classifier = Classifier.learn(skills_definitions(prefix="x-"), texts=test_texts, confirmed=confirmed)
        metrics.append(
            evaluate_rankings(
                classifier.suggest(test_texts, ["en"] * len(test_texts), with_evidence=False),
                expected_labels,
                multi_label=True,
            )
        )
    assert metrics[1].macro_f1 > metrics[0].macro_f1 + 0.05, metrics


@pytest.mark.medium
@pytest.mark.parametrize(
    "texts",
    [
        [""] * 100,
        [str(number) for number in range(100)],
        [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(100)],
        ["a pump"] * 100,
        ["井戸と水道" * 20_000],
        ["Wells"],
        [],
    ],
)
@pytest.mark.parametrize("definitions", [("wells", "trees"), ("x", "y"), ("", "")])
def test_odd_sets_are_judged_like_any(texts: list[str], definitions: tuple[str, str]) -> None:
    categories = [CategoryDefinition(slug, {"en": text}) for slug, text in zip("ab", definitions, strict=True)]
    confirmed = [Confirmed("", "en", ("a",)), Confirmed("Trees", "en", ("b", "gone"))]
    classifier = Classifier.learn(categories, texts=texts, confirmed=confirmed)
    rankings = classifier.suggest([*texts, "A tree by the well"], [None] * (len(texts) + 1))
    assert {len(ranking.scores) for ranking in rankings} == {2}


def test_two_categories_of_one_slug_are_refused() -> None:
    with pytest.raises(ValueError, match="one slug"):
        Classifier.learn([WATER, WATER])


@pytest.mark.medium
@pytest.mark.parametrize("tag", ["fr", "FR", "fr-CA", "fr_FR"])
def test_a_language_is_named_by_its_tag_in_any_form(tag: str) -> None:
    ranking = SKILLS.suggest(["Validation des acquis"], [tag])[0]
    assert (ranking.language, ranking.is_fallback) == ("fr", False)
