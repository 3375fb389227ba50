"""How forms are rendered."""

from typing import Any

from django.forms.renderers import DjangoTemplates

# Words run as their language does, whatever the page's language: else the beginning of a long title is out of sight.
DIRECTIONS = {"text": "auto", "textarea": "auto", "email": "ltr", "url": "ltr"}


class FormRenderer(DjangoTemplates):
    """Renders each field with its label, help and errors tied together."""

    field_template_name = "web/_field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        """Return what is rendered, a widget that holds words with their direction."""
        name = template_name.removeprefix("django/forms/widgets/").removesuffix(".html")
        if name in DIRECTIONS and "widget" in context:
            context["widget"]["attrs"].setdefault("dir", DIRECTIONS[name])
        return super().render(template_name, context, request)
