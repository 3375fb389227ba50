"""What no text should hold is taken out."""

from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text import clean


def test_invisible_and_broken_characters_go_and_lines_stay() -> None:
    assert clean("\ufeffA\x00d\u200ba \u202eBo\ud800\r\nline\u2028 two\t\t x\n\n\n\nend\x7f ") == (
        "Ada Bo\nline\ntwo x\n\nend"
    )


def test_joiners_that_words_need_stay() -> None:
    assert clean("می‌شود") == "می‌شود"


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaned_texts_can_be_stored_and_stay_clean(text: str) -> None:
    cleaned = clean(text)
    assert (cleaned.encode("utf-8").count(b"\0"), clean(cleaned)) == (0, cleaned)
