"""Lists in a line of text."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from skillsnet.web.lists import join_in_sentence, join_list, join_within_quotes, label_separator


@pytest.mark.parametrize(
    ("language", "numbers", "names"),
    [
        ("en", "1, 2", "“A”, “B”"),
        ("fr", "1, 2", "«\u00a0A\u00a0», «\u00a0B\u00a0»"),
        ("es", "1, 2", "«A», «B»"),
        ("ar", "1، 2", "«A»، «B»"),
    ],
)
def test_a_list_has_the_separator_and_the_quotation_marks_of_its_language(
    language: str, numbers: str, names: str
) -> None:
    with override(language):
        assert join_list([1, 2]) == numbers
        assert gettext("“%(name)s”") % {"name": join_within_quotes(["A", "B"])} == names


@pytest.mark.parametrize(
    ("language", "three", "before_i"),
    [
        ("en", "A, B and C", "A and inclusión"),
        ("fr", "A, B et C", "A et inclusión"),
        ("es", "A, B y C", "A e inclusión"),
        ("ar", "A وB وC", "A وinclusión"),
    ],
)
def test_a_sentence_names_several_as_its_language_does(language: str, three: str, before_i: str) -> None:
    with override(language):
        assert [join_in_sentence("ABC"[:count]) for count in (0, 1, 3)] == ["", "A", three]
        assert join_in_sentence(["A", "inclusión"]) == before_i
    with override("es"):
        assert [join_in_sentence(["A", name]) for name in ("hielo", "hilo", "«Ícaro»")] == [
            "A y hielo",
            "A e hilo",
            "A e «Ícaro»",
        ]


@pytest.mark.parametrize(("language", "colon"), [("en", ": "), ("fr", "\u00a0: "), ("es", ": "), ("ar", ": ")])
def test_a_label_has_the_colon_of_its_language(language: str, colon: str) -> None:
    with override(language):
        assert label_separator() == Template("{% colon %}").render(Context()) == colon


def test_a_moment_in_arabic_has_the_order_and_the_comma_of_arabic() -> None:
    with override("ar"):
        assert date_format(datetime(2026, 11, 29, 21, 5, tzinfo=UTC), "DATETIME_FORMAT") == "29 نوفمبر 2026، 21:05"


def test_lists_of_one_and_of_none_hold_no_separator() -> None:
    with override("ar"):
        assert (join_list([]), join_list(["A"]), join_within_quotes([]), join_within_quotes(["A"])) == (
            "",
            "A",
            "",
            "A",
        )


def test_a_template_writes_a_list_in_the_readers_language() -> None:
    source = "{% for item in items %}{{ item }}{% if not forloop.last %}{% list_comma %}{% endif %}{% endfor %}"
    for language, expected in (("en", "a, b"), ("ar", "a، b")):
        with override(language):
            assert Template(source).render(Context({"items": ["a", "b"]})) == expected


def test_no_template_writes_the_commas_of_a_list_itself() -> None:
    package = Path(__file__).resolve().parents[2] / "src" / "skillsnet"
    pages = {path: path.read_text(encoding="utf-8") for path in package.rglob("*.html")}
    assert len(pages) > 100
    assert [path.name for path, page in pages.items() if "forloop.last %}, " in page or '|join:", "' in page] == []
