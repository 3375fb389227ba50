"""Template tags."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import ngettext, override


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_names_stand_in_the_readers_language() -> None:
    source = '{{ "DE"|country_name }}, {{ "sw"|language_label }}, {{ "africa"|region_name }}{{ ""|country_name }}'
    assert render(source) == "Germany, Swahili, Africa"
    with override("fr"):
        assert render(source) == "Allemagne, swahili, Afrique"


@pytest.mark.parametrize(
    ("code", "attributes"),
    [("en", ""), ("fr", ' lang="fr" dir="auto"'), ("ar", ' lang="ar" dir="auto"'), ("", ' dir="auto"')],
)
def test_foreign_texts_say_their_language(code: str, attributes: str) -> None:
    assert render("<p{% in_language code %}>", code=code) == f"<p{attributes}>"


@pytest.mark.parametrize(
    ("colour", "classes"),
    [
        (None, "category-none"),
        (0, "category-none"),
        (1, "category-1"),
        (9, "category-9"),
        (10, "category-1 category-ring"),
    ],
)
def test_a_tenth_category_repeats_a_colour_with_a_ring(colour: int | None, classes: str) -> None:
    assert render("{{ colour|category_class }}", colour=colour) == classes


@pytest.mark.parametrize(("share", "width"), [(-5, 0), (0, 0), (42, 42), (300, 100)])
def test_bars_stay_within_their_frame(share: int, width: int) -> None:
    assert f'width="{width}%"' in render("{% meter share %}", share=share)


def test_texts_are_escaped() -> None:
    category = {"slug": "x", "colour": 1, "language": "en", "name": "<b>"}
    assert "<b>" not in render("{% category_chip category is_link=False %}", category=category)


def test_contacts_in_texts_are_masked() -> None:
    assert "ada@example.org" not in render("{{ text|masked }}", text="Write to ada@example.org today")


def test_lines_drop_blanks_and_bullets() -> None:
    assert render("{% for line in text|lines %}[{{ line }}]{% endfor %}", text="- one\n\n • two \n") == "[one][two]"


def test_aria_current_marks_nothing_without_a_page() -> None:
    assert Template('{% aria_current "map" %}').render(Context({"request": RequestFactory().get("/")})) == ""


@pytest.mark.parametrize(("count", "word"), [(3, "صفوف"), (11, "صفًا"), (20, "صفًا"), (100, "صف"), (101, "صف")])
def test_arabic_counts_take_the_form_that_the_number_asks_for(count: int, word: str) -> None:
    with override("ar"):
        text = ngettext("%(number)s row", "%(number)s rows", count) % {"number": count}
    assert text.split()[-1] == word
