"""How forms are rendered."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Renders each field with its label, help and errors tied together."""

    field_template_name = "web/_field.html"
