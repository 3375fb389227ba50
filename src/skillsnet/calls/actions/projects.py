"""Writing projects, many at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from skillsnet.calls.models import Call, Project, ProjectBeneficiary, ProjectLanguage
from skillsnet.calls.queries.projects import PROJECT_FIELDS
from skillsnet.db.bulk import insert_rows


def make_projects(call: Call, *, values: Sequence[Mapping[str, Any]]) -> list[int]:
    """Make projects from values shaped like `queries.snapshots` and return their ids; call inside a transaction."""
    rows = [Project(call=call, **_model_values(item)) for item in values]
    ids = [project.pk for project in Project.objects.bulk_create(rows)]
    _write_lists(ids, values)
    return ids


def rewrite_projects(ids: Sequence[int], *, values: Sequence[Mapping[str, Any]]) -> None:
    """Give projects other values, `values[i]` for `ids[i]`; call inside a transaction.

    With `updated_at` among the values (as undo has it) the project is as if it had never been touched.
    """
    now = timezone.now()
    rows = [
        Project(pk=pk, updated_at=datetime.fromisoformat(item["updated_at"]) if "updated_at" in item else now,
                 **_model_values(item))
        for pk, item in zip(ids, values, strict=True)
    ]  # fmt: skip
    Project.objects.bulk_update(rows, [*PROJECT_FIELDS, "updated_at"], batch_size=100)
    ProjectLanguage.objects.filter(project__in=ids).delete()
    ProjectBeneficiary.objects.filter(project__in=ids).delete()
    _write_lists(ids, values)


def remove_projects(ids: Sequence[int]) -> None:
    """Delete projects with all that hangs on them; call inside a transaction, and only where nobody decided."""
    Project.objects.filter(pk__in=ids).delete()


def _model_values(item: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: item[name] for name in PROJECT_FIELDS}
    if fields["submitted_on"]:
        fields["submitted_on"] = date.fromisoformat(fields["submitted_on"])
    return fields


def _write_lists(ids: Sequence[int], values: Sequence[Mapping[str, Any]]) -> None:
    pairs = list(zip(ids, values, strict=True))
    languages = ((pk, code, order) for pk, item in pairs for order, code in enumerate(item["languages"]))
    insert_rows(ProjectLanguage, ("project_id", "code", "order"), languages)
    groups = ((pk, group, order) for pk, item in pairs for order, group in enumerate(item["beneficiaries"]))
    insert_rows(ProjectBeneficiary, ("project_id", "group", "order"), groups)
