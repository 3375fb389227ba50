"""Folding makes what people write in several ways equal, and nothing else."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text import fold, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élève", "ELEVE"),
        ("e\u0301", "é"),
        ("İzmir ILGAZ", "izmir ilgaz"),
        ("ısı", "isi"),
        ("ＴＶＥＴ ２０２０", "tvet 2020"),
        ("ﬁnance", "Finance"),
        ("Straße", "STRASSE"),
        ("Øresund Łódź", "oresund lodz"),
        ("ΜΑΪΟΥ", "μαιου"),
        ("l’eau", "l'eau"),
        ("مُدَرِّسَة", "مدرسه"),
        ("إلى أين آخر", "الى اين اخر"),
        ("تـــدريب", "تدريب"),
    ],
)
def test_ways_to_write_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("й", "и"), ("が", "か"), ("की", "क"), ("n", "m"), ("각", "가")])
def test_different_letters_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'accès au travail-études", ["l", "acces", "au", "travail", "etudes"]),
        ("TVET_2020: 3.5 % / on-the-job", ["tvet", "2020", "3", "5", "on", "the", "job"]),
        ("प्रशिक्षण केंद्र", ["प्रशिक्षण", "केंद्र"]),
        ("التدريب المهنيّ", ["التدريب", "المهني"]),
        ("职业教育 培训", ["职业教育", "培训"]),
        ("… !? —", []),
        ("", []),
    ],
)
def test_words_of_every_script_are_found(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text())
def test_words_are_folded_and_never_empty(text: str) -> None:
    assert [word for word in tokens(text) if not word or word != fold(word)] == []
