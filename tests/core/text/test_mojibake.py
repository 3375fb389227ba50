"""Text broken by a wrong encoding before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text.mojibake import REPLACEMENT, repair_encoding

TEXTS = (
    *("Sénégal", "formación técnica y profesional – jóvenes", "l’été à Nîmes", "São Tomé e Príncipe", "Österreich"),
    *("الشباب والنساء", "Łódź, Kraków", "Türkiye’de eğitim", "Обучение молодёжи", "€ 1 000 “quoted”"),
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_utf8_that_was_read_as_a_western_encoding_is_mended(text: str, encoding: str) -> None:
    try:
        broken = text.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("this encoding has no letter for one of the bytes, so no program reads the text so")
    assert repair_encoding(broken) == text


@pytest.mark.parametrize("text", ["Sénégal", "formación técnica", "l’été"])
def test_what_was_broken_twice_is_mended(text: str) -> None:
    assert repair_encoding(text.encode().decode("cp1252").encode().decode("cp1252")) == text


@pytest.mark.parametrize(
    "text", [*TEXTS, "NESCAFÉ®", "5 °C – 10 µm", "Mª José", "“Été”…", "ÉCOLE « À »", "Ångström", "", "plain"]
)
def test_sound_text_stays(text: str) -> None:
    assert repair_encoding(text) == text


def test_letters_that_were_lost_stay_lost() -> None:
    assert REPLACEMENT in repair_encoding("Sï¿½nï¿½gal")


@given(st.text(max_size=40))
def test_mending_twice_changes_nothing_more_than_once(text: str) -> None:
    assert repair_encoding(repair_encoding(repair_encoding(text))) == repair_encoding(repair_encoding(text))
