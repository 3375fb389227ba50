"""Reading the extra fields and what projects state in them."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from skillsnet.accounts.viewer import ANYONE, Viewer
from skillsnet.calls.enums import FieldKind
from skillsnet.calls.models import ExtraField, ExtraNumber, ExtraValue
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.participants.texts import text_for, words_for_computing
from skillsnet.participants.visibility import audiences_of


def fields_for(viewer: Viewer) -> QuerySet[ExtraField]:
    """Return the extra fields the viewer may see, in order."""
    return ExtraField.objects.filter(audience__in=audiences_of(viewer)).order_by("order", "slug")


def facet_fields_for(viewer: Viewer) -> QuerySet[ExtraField]:
    """Return the extra fields the viewer may filter by, in order: all that may be seen but the numbers."""
    return fields_for(viewer).exclude(kind=FieldKind.NUMBER)


def counted_fields() -> list[tuple[ExtraField, int, int]]:
    """Return all extra fields in order, each with how many projects state it and how many values it has; one query."""
    fields = ExtraField.objects.order_by("order", "slug").annotate(
        measured=Count("numbers", distinct=True),
        stating=Count("values__project", distinct=True),
        different=Count("values__value", distinct=True),
    )
    return [
        (field, *((field.measured, 0) if field.is_number else (field.stating, field.different))) for field in fields
    ]


def value_words(value: UnmaskedText) -> str:
    """Return an extra field's value as it stands in lists and addresses, empty where it may not stand there."""
    words: str = words_for_computing(value)
    return words if text_for(value, ANYONE) == words else ""


def extra_values(field: ExtraField) -> Iterable[tuple[int, str]]:
    """Return the projects' values in a field as rows (project, value), each project's in its order; one query."""
    rows = ExtraValue.objects.filter(field=field).order_by("project_id", "order", "value")
    return ((pk, value_words(value)) for pk, value in rows.values_list("project_id", "value"))


def extra_numbers(field: ExtraField) -> Iterable[tuple[int, float]]:
    """Return the projects' numbers in a field as rows (project, number), by project; one query."""
    return ExtraNumber.objects.filter(field=field).order_by("project_id").values_list("project_id", "value")
