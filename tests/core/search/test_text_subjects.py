"""Subjects of the glossary in texts: named in any language, as their authors meant them."""

import pytest

from skillsnet.core.search.glossary import subjects
from skillsnet.core.search.text_subjects import shared_subjects, subjects_in
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES


def named(text: str, language: str | None) -> set[str]:
    return {subjects()[number].name("en") for number in subjects_in(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Refugees learn welding", "en", {"refugees", "welding"}),
        ("Des réfugiées en soudure", "fr", {"refugees", "welding"}),
        ("Taller de soldadura para refugiadas", "es", {"refugees", "welding", "workshops"}),
        ("تدريب اللاجئين على اللحام", "ar", {"training", "refugees", "welding"}),
        ("Vocational training", "en-GB", {"technical and vocational education and training"}),
        ("A VET school", "en", {"technical and vocational education and training", "schools"}),
        ("The vet sees a goat", "en", set()),
        ("Employers", "en", {"employers"}),
        ("Employment", "en", {"employment"}),
        ("Les diplômés ont un diplôme", "fr", {"graduates", "diploma"}),
        ("Des programmes", "fr", set()),
        ("Six programs", "en", set()),
        ("Learning", "en", set()),
        ("Distance learning and e-learning", "en", {"distance learning"}),
        ("مبادرات التعلم", "ar", set()),
        ("التعلم عن بعد", "ar", {"distance learning"}),
        ("بناء القدرات", "ar", set()),
        ("We design a shop in the business environment", "en", set()),
        ("Schweißen", "de", set()),
        ("Guten Tag", "xx", set()),
        ("", None, set()),
        ("👍 🎉", None, set()),
    ],
)
def test_a_text_names_the_subjects_that_it_means(text: str, language: str | None, expected: set[str]) -> None:
    assert named(text, language) == expected


def test_a_long_text_is_read_at_its_beginning() -> None:
    assert named("welding " + "and " * 100_000 + "refugees", "en") == {"welding"}


def test_the_shared_subject_that_says_most_comes_first_and_none_twice() -> None:
    first = subjects_in("Training of women as welders, a vocational training: weld, weld", "en")
    second = subjects_in("Formation professionnelle des femmes au soudage, une formation", "fr")
    assert [subjects()[number].name("en") for number in shared_subjects(first, second)] == [
        "welding",
        "technical and vocational education and training",
        "women",
    ]
    assert shared_subjects(first, {}) == []


@pytest.mark.parametrize("language", PARALLEL_LANGUAGES)
def test_every_subject_has_a_name_of_its_own(language: str) -> None:
    names = [subject.name(language) for subject in subjects()]
    assert sorted(names) == sorted(set(names))
    assert not [name for name in names if name.endswith("?")]


def test_what_is_ambiguous_is_searched_all_the_same() -> None:
    terms = {term.meaning.shown: term for subject in subjects() for term in subject.terms}
    assert (terms["design"].is_ambiguous, terms["welding"].is_ambiguous) == (True, False)
    assert terms["design"].meaning.phrase
