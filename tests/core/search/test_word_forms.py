"""Words of Arabic are compared as people write them: with and without article, hamza, signs and lengthening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.search import search_form, search_words
from skillsnet.core.text import tokens

# Each line says the same word in several ways of writing it.
SAME = [
    ("تدريب", "التدريب", "والتدريب", "بالتدريب", "للتدريب", "وللتدريب", "وبالتدريب", "فالتدريب", "كالتدريب"),
    ("شباب", "الشباب", "للشباب", "وللشباب", "الشّباب", "الشَّبَابُ", "الشبـــاب", "وشباب"),
    ("مسؤول", "مسئول", "مسوول", "المسؤول", "المسئول", "مَسْؤُول"),
    ("شؤون", "شئون", "الشؤون", "الشئون"),
    ("رؤوس", "رءوس"),
    ("لاجئ", "لاجيء", "لاجي", "اللاجئ"),
    ("لاجئين", "لاجيين", "اللاجئين", "واللاجئين"),
    ("شيء", "شئ", "شي", "الشيء"),
    ("أداء", "اداء", "الأداء", "الاداء", "الاداءُ"),
    ("تأهيل", "تاهيل", "التأهيل", "التاهيل"),
    ("إدارة", "ادارة", "اداره", "الإدارة", "الاداره", "والإدارة"),
    ("آلة", "اله", "آله"),
    ("قرآن", "القرآن", "القران", "قُرآن"),
    ("مهارة", "مهاره", "المهارة", "المَهَارَة"),
    ("مبنى", "مبني", "المبنى", "المبني"),
    ("كفاءة", "كفاءه", "كفائة", "الكفاءة", "الكفائة", "الكَفَاءَة"),
    ("بيئة", "بيئه", "بيية", "البيئة", "بالبيئة"),
    ("رئيس", "رييس", "الرئيس"),
    ("نساء", "نسا", "النساء", "للنساء", "والنساء"),
    ("ري", "الري", "والري", "بالري"),
    ("بن", "البن"),
    ("ﻣﻬﺎﺭﺓ", "مهارة"),
    ("٢٠٢٤", "2024", "۲۰۲۴"),
]
OTHER = [
    ("ورشة", "رشة"), ("وظيفة", "عمل"), ("علم", "عالم"), ("تدريب", "تجريب"), ("لحم", "لحام"), ("آلات", "ات"),
    ("بناء", "بنات"), ("مدرس", "درس"), ("التي", "تي"), ("الله", "له"),
]  # fmt: skip


@pytest.mark.parametrize("words", SAME, ids=lambda words: words[0])
def test_one_word_is_one_however_it_is_written(words: tuple[str, ...]) -> None:
    assert {tuple(search_words(word)) for word in words} == {tuple(search_words(words[0]))}


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_other_words_stay_others(first: str, second: str) -> None:
    assert search_words(first) != search_words(second)


@given(st.text())
def test_texts_without_arabic_letters_are_tokenised_alone(text: str) -> None:
    if not any("\u0600" <= letter <= "\u08ff" or letter >= "\ufb50" for letter in text):
        assert [search_form(word) for word in tokens(text)] == tokens(text)


@given(st.text(alphabet="ابتدريلمنوهءأإآؤئىةـًَُ ", max_size=40))
def test_no_word_is_lost(text: str) -> None:
    assert len(search_words(text)) == len([word for word in text.split() if tokens(word)])
    assert all(search_words(text))
