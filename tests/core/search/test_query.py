"""A search means its words, the field's abbreviations, and the same in the other languages."""

import pytest
from tools import word_translations

from skillsnet.core.search import search_query, text_groups
from skillsnet.core.search.glossary import subjects
from skillsnet.core.search.translations import fingerprint, translations
from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES


def shown(text: str, language: str) -> set[str]:
    return {
        meaning.shown
        for group in search_query(text).groups
        for meaning in group.meanings
        if meaning.language == language
    }


@pytest.mark.parametrize(
    ("text", "language", "meaning"),
    [
        ("RPL", "en", "recognition of prior learning"),
        ("rpl", "fr", "VAE"),
        ("VAE", "en", "RPL"),
        ("recognition of prior learning", "en", "RPL"),
        ("Recognition of Prior Learning", "es", "reconocimiento de aprendizajes previos"),
        ("validation des acquis de l'expérience", "en", "RPL"),
        ("TVET", "fr", "EFTP"),
        ("EFTP", "en", "TVET"),
        ("FP", "en", "vocational training"),
        ("VET", "ar", "التدريب المهني"),
        ("NEET", "es", "NINI"),
        ("SMEs", "fr", "PME"),
        ("MSME", "es", "MIPYME"),
        ("M&E", "fr", "suivi et évaluation"),
        ("ICT", "es", "TIC"),
        ("STEM", "en", "science, technology, engineering and mathematics"),
        ("WBL", "en", "work-based learning"),
        ("ONG", "en", "NGO"),
        ("welders", "fr", "soudage"),
        ("soldadura", "ar", "اللحام"),
        ("اللحام", "en", "welding"),
        ("réfugiés", "en", "refugees"),
        ("المهارات", "fr", "compétences"),
    ],
)  # fmt: skip
def test_words_mean_the_same_in_other_languages(text: str, language: str, meaning: str) -> None:
    assert meaning in shown(text, language)


def test_a_word_is_not_searched_by_its_synonyms_in_its_own_language() -> None:
    assert shown("welding", "en") == set()


@pytest.mark.parametrize("text", ["vet", "stem cells", "the app", "for", "Zanzibar", "", "12"])
def test_what_may_be_another_word_is_no_abbreviation(text: str) -> None:
    assert not {"alianza público-privada", "public-private partnership"} & (shown(text, "es") | shown(text, "en"))


def test_an_abbreviation_in_capitals_is_a_whole_word() -> None:
    whole, beginning = (search_query(word, is_exact=True).typed[0][0][0] for word in ("VET", "vet"))
    assert (whole.is_whole, beginning.is_whole) == (True, False)


def test_the_words_alone_are_searched_where_that_is_asked_for() -> None:
    assert not any(group.meanings for group in search_query("RPL welding", is_exact=True).groups)


def test_a_sentence_is_a_text_and_a_few_words_are_not() -> None:
    assert search_query("We train refugees in camps as welders and bakers with local firms").is_text
    assert search_query("نقوم بتدريب اللاجئين في المخيمات على اللحام والخبز مع شركات محلية").is_text
    assert not search_query("youth employment in Kenya").is_text
    assert not search_query("recognition of prior learning").is_text


def test_each_content_word_of_a_text_is_a_group() -> None:
    groups = text_groups("The welders are refugees")
    assert [group[0][0].word for group in groups] == ["welders", "refugees"]


def test_every_subject_of_the_glossary_has_terms_in_all_languages() -> None:
    for subject in subjects():
        assert all(subject.in_language(language) for language in PARALLEL_LANGUAGES), subject
        assert all(term.meaning.phrase and term.meaning.shown for term in subject.terms), subject


def test_translations_are_of_the_parallel_texts_as_they_are() -> None:
    assert fingerprint() == word_translations.fingerprint(), "run python -m tools.word_translations write"


def test_translations_are_learnt_from_sentences_that_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [
        (["cat", "sleep"], ["chat", "dort"]),
        (["cat", "eat"], ["chat", "mang"]),
        (["dog", "eat"], ["chien", "mang"]),
    ]
    monkeypatch.setattr(word_translations, "LEAST_TEXTS", 1)
    meanings = word_translations._meanings(word_translations._likely_pairs(pairs))
    assert (meanings["cat"][0], meanings["dog"][0]) == ("chat", "chien")


def test_an_unknown_word_means_nothing_elsewhere() -> None:
    assert translations("zzunknown", "en") == ()
