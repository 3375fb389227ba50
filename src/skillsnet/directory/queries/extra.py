"""What projects state in the extra fields that a viewer may see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import ExtraNumber, ExtraValue
from skillsnet.calls.queries import fields_for, value_words

SEPARATOR = "; "


@dataclass(frozen=True)
class ExtraFieldValue:
    """What a project states in an extra field."""

    slug: str
    label: str
    value: str


def extra_of(ids: Collection[int], *, viewer: Viewer, language: str) -> dict[int, tuple[ExtraFieldValue, ...]]:
    """Return what each project states in the fields the viewer may see, in their order; at most three queries."""
    fields = list(fields_for(viewer))
    if not fields or not ids:
        return {}
    stated: dict[tuple[int, int], list[str]] = defaultdict(list)
    values = ExtraValue.objects.filter(field__in=fields, project__in=ids).order_by("project_id", "order", "value")
    for pk, field_id, value in values.values_list("project_id", "field_id", "value"):
        if words := value_words(value):
            stated[pk, field_id].append(words)
    numbers = ExtraNumber.objects.filter(field__in=fields, project__in=ids).order_by("project_id")
    for pk, field_id, number in numbers.values_list("project_id", "field_id", "value"):
        stated[pk, field_id].append(f"{number:.15g}")
    return {
        pk: tuple(
            ExtraFieldValue(field.slug, field.label(language), SEPARATOR.join(stated[pk, field.pk]))
            for field in fields
            if (pk, field.pk) in stated
        )
        for pk in ids
    }
