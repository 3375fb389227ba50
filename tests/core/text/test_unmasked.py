"""Words of people refuse every output but the two doors."""

import copy
import csv
import io
import json
import pickle
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.template import Context, Template
from django.utils.html import escape, format_html, json_script

from skillsnet.core.text.unmasked import UnmaskedText, Withheld, WordsRefused, without_names

WORDS = "Ada Diallo, ada@example.org"
RAW = UnmaskedText(WORDS)


def _template(source: str) -> str:
    return Template(source).render(Context({"raw": RAW, "several": [RAW]}))


def _csv(value: Any) -> str:
    target = io.StringIO()
    csv.writer(target).writerow([value])
    return target.getvalue()


def _workbook(value: Any, write: str) -> str:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    getattr(book.add_worksheet(), write)(0, 0, value)
    book.close()
    return target.getvalue().decode("latin-1")


REFUSED: dict[str, Callable[[], Any]] = {
    "str": lambda: str(RAW),
    "f-string": lambda: f"{RAW}",
    "f-string with a form": lambda: f"{RAW:>40}",
    "format": lambda: "{}".format(RAW),  # noqa: UP032 - this very way is tried
    "percent": lambda: "%s" % RAW,  # noqa: UP031 - this very way is tried
    "percent by name": lambda: "%(x)s" % {"x": RAW},  # noqa: UP031 - this very way is tried
    "join": lambda: " ".join([RAW]),  # type: ignore[list-item]
    "plus": lambda: RAW + "",  # type: ignore[operator]
    "plus before": lambda: "" + RAW,  # type: ignore[operator]
    "letters": lambda: list(RAW),  # type: ignore[call-overload]
    "a slice": lambda: RAW[:3],  # type: ignore[index]
    "a search": lambda: "Ada" in RAW,  # type: ignore[operator]
    "json": lambda: json.dumps({"x": RAW}),
    "json of Django": lambda: json.dumps([RAW], cls=DjangoJSONEncoder),
    "json_script": lambda: json_script(RAW, "x"),
    "csv": lambda: _csv(RAW),
    "workbook": lambda: _workbook(RAW, "write"),
    "workbook's text": lambda: _workbook(RAW, "write_string"),
    "escape": lambda: escape(RAW),  # type: ignore[arg-type]
    "format_html": lambda: format_html("<p>{}</p>", RAW),
    **{
        f"template {source}": (lambda source=source: _template(source))
        for source in (
            *("{{ raw }}", "{{ raw|escape }}", "{{ raw|force_escape }}", "{{ raw|safe }}", "{{ raw|upper }}"),
            *("{{ raw|linebreaks }}", "{{ raw|truncatechars:9 }}", "{{ raw|default:'-' }}", "{{ raw|urlencode }}"),
            *("{{ raw|slice:':3' }}", "{% for one in several %}{{ one }}{% endfor %}"),
            *("{% firstof raw %}", "{% autoescape off %}{{ raw }}{% endautoescape %}", "{{ raw|json_script:'x' }}"),
            "{% load i18n %}{% blocktranslate with x=raw %}{{ x }}{% endblocktranslate %}",
        )
    },
}


@pytest.mark.parametrize("way", REFUSED)
def test_every_output_is_refused(way: str) -> None:
    with pytest.raises((TypeError, AttributeError)):
        REFUSED[way]()


@pytest.mark.parametrize(
    "source", ["{{ raw|add:'x' }}", "{{ raw|pprint }}", "{{ several }}", "{{ raw|first }}", "{{ several|join:' ' }}"]
)
def test_what_a_template_swallows_shows_no_word(source: str) -> None:
    try:
        page = _template(source)
    except TypeError:
        return
    assert not [part for part in ("Ada", "Diallo", "example") if part in page]


def test_the_refusal_says_where_to_ask() -> None:
    with pytest.raises(WordsRefused, match=r"participants\.texts\.text_for"):
        str(RAW)


def test_repr_and_faults_show_no_words() -> None:
    assert repr([RAW]) == f"[<unmasked text of {len(WORDS)} letters>]"


def test_what_tells_nobody_anything_is_allowed() -> None:
    same = UnmaskedText(WORDS, country="SN")
    assert RAW == same == WORDS
    assert {WORDS: 1}[RAW] == len({RAW, same, WORDS}) == 1  # type: ignore[index]
    assert (bool(RAW), bool(UnmaskedText("")), len(RAW)) == (True, False, len(WORDS))
    assert sorted([UnmaskedText("b"), UnmaskedText("a")])[0] == "a"
    assert RAW != 3
    assert copy.deepcopy(RAW) == pickle.loads(pickle.dumps(RAW)) == RAW


def test_names_go_the_longest_first() -> None:
    names = [Withheld("Ada", "facilitators"), Withheld("Ada Diallo", "facilitators")]
    assert without_names("By Ada Diallo and Ada", names, marker="#") == "By # and #"
