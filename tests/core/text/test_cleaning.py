"""What no text should hold is taken out; ways to reach a person are hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text import clean, mask_contacts


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


@pytest.mark.parametrize(
    "contact",
    [
        "ada@example.org",
        "ada.lovelace+skills@mail.example.co.uk",
        "ada (at) example.org",
        "ada[at]example[dot]org",
        "élise@exemple.org",
        "+221 77 123 45 67",
        "00 33 (0)1 42 00 00 00",
        "+254712345678",
        "0712 345 678",
        "(021) 555 123 45",
        "٠٧٧ ١٢٣ ٤٥٦٧٨",
    ],
)
def test_ways_to_reach_a_person_are_hidden(contact: str) -> None:
    assert mask_contacts(f"Ask {contact}, please", marker="#") == "Ask #, please"


@pytest.mark.parametrize(
    ("text", "masked"), [("Tel.: 555-1234", "Tel.: #"), ("WhatsApp 77 123 45 67 now", "WhatsApp # now")]
)
def test_an_announced_number_is_hidden(text: str, masked: str) -> None:
    assert mask_contacts(text, marker="#") == masked


@pytest.mark.parametrize(
    "text",
    [
        "From 2019-2021, 1 200 000 people at 12.5 %",
        "on 01/02/2020 or 01.02.2020 or 2020-02-01",
        "USD 1,250,000.00 and 007 agents",
        "@home @ work",
        "ISO 9001:2015, level 0.25",
    ],
)
def test_years_amounts_and_dates_stay(text: str) -> None:
    assert mask_contacts(text) == text


def test_a_long_run_of_one_sign_is_read_quickly() -> None:
    hostile = "a" * 20_000 + "0" * 20_000 + "+1 " * 7_000 + "a." * 10_000
    assert len(mask_contacts(hostile)) <= len(hostile)
