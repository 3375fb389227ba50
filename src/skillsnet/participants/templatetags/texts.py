"""Words of people in templates."""

from django import template
from django.template import Context

from skillsnet.accounts.viewer import ANYONE, viewer_of
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.participants.texts import text_for

register = template.Library()


@register.filter
def for_everyone(text: UnmaskedText) -> str:
    """Return a text as everybody may read it, whoever looks."""
    return text_for(text, ANYONE)


@register.simple_tag(takes_context=True)
def for_reader(context: Context, text: UnmaskedText) -> str:
    """Return a text as the reader of the page may read it."""
    return text_for(text, viewer_of(context["request"]))
