"""Ways to reach a person are found and hidden; years, amounts, dates and the numbers of things stay."""

from pathlib import Path

import pytest
from benchmarks.contacts import alarms, forms, scores
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.text import find_contacts, mask_contacts

LEAST_RECALL = 0.98
MOST_FALSE_ALARMS = 0.001


@pytest.mark.parametrize("table", ["forms", "fresh_forms"])
def test_the_forms_of_the_tables_are_hidden(table: str) -> None:
    figures = scores(table)
    assert (figures["recall"] >= LEAST_RECALL, figures["precision"] >= LEAST_RECALL) == (True, True), figures


def test_the_table_has_every_kind_in_four_languages() -> None:
    table = forms("forms")
    assert sum(len(form.spans) for form in table) >= 200
    kinds = {"mail", "phone", "profile", "handle", "none"}
    assert {(form.kind, form.language) for form in table} == {(k, v) for k in kinds for v in ("en", "fr", "es", "ar")}


@pytest.mark.slow
@pytest.mark.parametrize("hinted", [False, True])
def test_hardly_a_real_sentence_is_masked_for_nothing(shared_data: Path, *, hinted: bool) -> None:
    figures = alarms(hinted=hinted, limit=2_000)
    assert figures["rate"] <= MOST_FALSE_ALARMS, figures["seen"]


@pytest.mark.parametrize(
    "contact",
    [
        "ada@example.org",
        "ada.lovelace+skills@mail.example.co.uk",
        "ada (at) example.org",
        "ada[at]example[dot]org",
        "ada at example dot org",
        "ada arroba ejemplo punto org",
        "ada arobase exemple point org",
        "ada آت example دوت org",
        "ada&#64;example.org",
        "ada&commat;example.org",
        "ada＠example.org",
        "ada﹫example。org",
        "ada@exam\u200bple．org",
        "élise@exemple.org",
        "هدى@مثال.إختبار",
        "+221 77 123 45 67",
        "00 33 (0)1 42 00 00 00",
        "+254712345678",
        "0712 345 678",
        "06.12.34.56.71",
        "(555) 123-4591",
        "555.123.4593",
        "(021) 555 123 45",
        "٠٧٧ ١٢٣ ٤٥٦٧٨",
        "۰۹۱۲ ۱۲۳ ۴۵۶۷",
        "０７１２ ３４５ ６７８",
        "https://www.facebook.com/ada.lovelace",
        "linkedin.com/in/ada-lovelace",
        "instagram.com/ada_l",
        "x.com/ada_l",
        "t.me/ada_l",
        "wa.me/254712345678",
        "tiktok.com/@ada",
        "youtube.com/@ada",
        "skype:ada.lovelace",
        "@ada_l",
    ],
)
def test_ways_to_reach_a_person_are_hidden(contact: str) -> None:
    assert mask_contacts(f"Ask {contact}, please", marker="#") == "Ask #, please"


@pytest.mark.parametrize("word", ["Tlf", "WhatsApp", "Cel", "Tél.", "móvil:", "هاتف", "جوال:", "Phone no."])
def test_an_announced_number_is_hidden(word: str) -> None:
    assert mask_contacts(f"{word} 612 345 681 now", marker="#") == f"{word} # now"


def test_a_number_is_known_by_the_country_of_its_text() -> None:
    number = "Ada, 71 234 567"
    assert (mask_contacts(number, marker="#"), mask_contacts(number, country="LB", marker="#")) == (number, "Ada, #")


@pytest.mark.parametrize("country", ["", "US", "FR", "ES", "SN", "EG"])
@pytest.mark.parametrize(
    "text",
    [
        "From 2019-2021, 1 200 000 people at 12.5 %",
        "on 01/02/2020 or 01.02.2020 or 2020-02-01, 05.06.2019-07.08.2021",
        "USD 1,250,000.00 and 007 agents, 612 345 681 EUR, 1.200.000,50",
        "@home @ work, 12 units @2.50, rice @KES200",
        "ISO 9001:2015, level 0.25, PRJ-2020-00473, ISBN 978-3-16-148410-0, doi:10.1000/182345678",
        "at the dot of noon; more at www.example.org; 12.345678, -98.765432",
        "@media rules, @Override and @angular/core",
        "telephone surveys of 12,000 households, mobile units 2019-2023, a call centre with 1 500 seats",
    ],
)
def test_years_amounts_dates_and_ids_stay(text: str, country: str) -> None:
    assert mask_contacts(text, country=country) == text


@given(st.text("ab@.0612 ()+-\u200b&#64;٣＠/:dotaskype", max_size=80))
def test_spans_are_in_order_apart_and_within_the_text(text: str) -> None:
    contacts = find_contacts(text, country="FR")
    ends = [0, *(contact.end for contact in contacts)]
    assert all(end <= contact.start < contact.end <= len(text) for end, contact in zip(ends, contacts, strict=False))


@pytest.mark.medium
@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 20_000 + "0" * 20_000 + "+1 " * 7_000 + "a." * 10_000 + "@",
        "a at dot " * 5_000 + "a[.]" * 5_000 + "@",
        "1 2 3 4 " * 5_000 + "06." * 5_000 + "((1 " * 5_000,
        "آت نقطة " * 5_000 + "a arroba b. " * 5_000,
        "a\u200b" * 10_000 + "&#64;" * 5_000 + "x.com/" * 5_000 + "facebook: " * 3_000,
    ],
)
def test_hostile_texts_are_read_in_bounded_steps(hostile: str) -> None:
    # A pattern that tries all splits of such a text would not end while anybody waits.
    assert len(mask_contacts(hostile, country="FR", marker="")) <= len(hostile)
