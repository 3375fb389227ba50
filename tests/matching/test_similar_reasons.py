"""Reasons why projects are similar are sentences in the reader's language, true of both."""

import pytest
from django.utils.translation import override

from skillsnet.core.search.text_subjects import subjects_in
from skillsnet.matching.similar_reasons import similar_reasons

ENGLISH = subjects_in("Refugees learn welding; inclusion", "en")
ARABIC = subjects_in("تدريب اللاجئين على اللحام", "ar")


def reasons(
    first: dict[int, int], second: dict[int, int], words: list[str], categories: list[str], reader: str = "en"
) -> tuple[str, ...]:
    with override(reader):
        return similar_reasons(first, second, words=words, words_language="en", categories=categories, reader=reader)


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        ("en", "Both write about welding and refugees."),
        ("fr", "Les deux parlent des mêmes sujets\u00a0: soudage et réfugiés."),
        ("es", "Ambos hablan de los mismos temas: soldadura y refugiados."),
        ("ar", "كلاهما يتناول الموضوعين نفسيهما: اللحام واللاجئون."),
    ],
)
def test_texts_in_two_languages_share_subjects_that_each_reader_can_read(reader: str, sentence: str) -> None:
    assert reasons(dict(ENGLISH), dict(ARABIC), [], ["Category"], reader) == (sentence,)


def test_words_are_quoted_where_subjects_say_little_and_name_none_again() -> None:
    first = dict(subjects_in("Welding of boats", "en"))
    assert reasons(first, first, ["Welding", "boats"], ["Category"]) == (
        "Both write about welding.",
        "Both use the word “boats”.",
    )
    assert reasons({}, first, ["boats", "masts", "oars", "sails"], []) == (
        "Both use the words “boats”, “masts” and “oars”.",
    )


def test_without_either_the_categories_say_why_and_else_that_the_texts_are_alike() -> None:
    assert reasons({}, {}, [], ["A", "B"]) == ("Both are in the categories “A” and “B”.",)
    assert reasons({}, {}, [], ["A"], "fr") == ("Les deux sont dans la catégorie «\u00a0A\u00a0».",)
    assert reasons({}, {}, [], []) == ("They describe similar work.",)
    assert reasons({}, {}, [], [], "ar") == ("يصفان عملًا متشابهًا.",)
