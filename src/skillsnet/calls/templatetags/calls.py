"""Template tags of extra fields."""

from django import template
from django.utils.translation import get_language

from skillsnet.calls.models import ExtraField

register = template.Library()


@register.simple_tag
def field_label(field: ExtraField) -> str:
    """Return an extra field's name in the reader's language."""
    return field.label(get_language() or "en")
