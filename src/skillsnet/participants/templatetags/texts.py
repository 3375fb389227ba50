"""Words of people in templates."""

from typing import Any

from django import template

from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.participants.texts import shown

register = template.Library()


@register.filter
def for_everyone(text: UnmaskedText) -> str:
    """Return a text as everybody may read it, whoever looks."""
    return shown(text, ANYONE)


@register.simple_tag(takes_context=True)
def for_reader(context: dict[str, Any], text: UnmaskedText) -> str:
    """Return a text as the reader of the page may read it."""
    return shown(text, viewer_of(context["request"]))
