"""A template that shows a name which nothing gives fails; conditions may ask for what is not there."""

import pytest
from django.template import Context, Origin, Template
from django.template.engine import Engine

from tests.guards.templates import FOREIGN, UndefinedName


@pytest.mark.parametrize(
    "source",
    [
        "{{ absent }}",
        "{{ given.absent }}",
        "{{ nothing.absent }}",
        "{{ absent|upper }}",
        "{% with name=absent %}{% endwith %}",
        "{% load i18n %}{% blocktranslate %}of {{ absent }}{% endblocktranslate %}",
        "{% load i18n %}{% blocktranslate with name=absent %}of {{ name }}{% endblocktranslate %}",
    ],
)
def test_undefined_name_fails(source: str) -> None:
    with pytest.raises(UndefinedName, match="absent"):
        Template(source).render(Context({"given": {"a": 1}, "nothing": None}))


@pytest.mark.parametrize(
    "source",
    ["{% if absent %}no{% endif %}", "{% for each in absent %}no{% endfor %}", "{% firstof absent given %}"],
)
def test_condition_may_ask_for_what_is_not_there(source: str) -> None:
    assert Template(source).render(Context({"given": ""})) == ""


def test_value_that_is_none_or_empty_is_given() -> None:
    assert Template("{{ first }}{{ second }}").render(Context({"first": None, "second": ""})) == "None"


def test_template_of_a_library_may_leave_names_out() -> None:
    origin = Origin(f"{FOREIGN[0]}contrib/admin/templates/page.html")
    template = Template("a{{ absent }}b{{ absent|upper }}", origin=origin, engine=Engine.get_default())
    assert template.render(Context()) == "ab"
