"""Moments on pages: in UTC for everybody, and marked for a script that knows the reader's zone."""

import re
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

import skillsnet

AT = datetime(2026, 1, 31, 20, 30, tzinfo=timezone(timedelta(hours=-3)))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Jan. 31, 2026, 11:30 p.m. (UTC)"), ("fr", "31 janvier 2026 23:30 (UTC)")]
)
def test_a_moment_is_written_in_utc_with_what_a_script_needs(language: str, words: str) -> None:
    with override(language):
        shown = Template("{{ at|moment }}").render(Context({"at": AT}))
    assert shown == f'<time datetime="2026-01-31T23:30:00+00:00" data-moment>{words}</time>'


def test_a_moment_within_a_sentence_stays_an_element_and_none_is_nothing() -> None:
    template = Template(
        "{% load i18n %}{% blocktranslate with at=at|moment %}Next try: {{ at }}.{% endblocktranslate %}"
    )
    assert "<time datetime=" in template.render(Context({"at": datetime(2026, 3, 1, tzinfo=UTC)}))
    assert Template("{{ at|moment }}").render(Context({"at": None})) == ""


def test_a_day_is_marked_too_and_none_is_nothing() -> None:
    shown = Template("{{ at|day }}{{ none|day }}").render(Context({"at": AT, "none": None}))
    assert shown == '<time datetime="2026-01-31T23:30:00+00:00" data-moment="day">Jan. 31, 2026</time>'


def test_no_page_writes_a_moment_in_another_way() -> None:
    """A field that ends in `at` or `since` holds a moment, and its day is another one elsewhere."""
    templates = Path(skillsnet.__file__).parent.rglob("*.html")
    moments = re.compile(r"\b\w*(?:_at|\.at|since)\|date:")
    assert [str(path) for path in templates if moments.search(path.read_text())] == []
