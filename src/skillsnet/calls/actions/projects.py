"""Writing projects, many at a time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from skillsnet.calls.models import Call, Project, ProjectBeneficiary, ProjectCountry, ProjectLanguage
from skillsnet.calls.queries.projects import PROJECT_FIELDS
from skillsnet.db.bulk import insert_rows


def make_projects(call: Call, *, values: Sequence[Mapping[str, object]]) -> list[int]:
    """Make projects from values shaped like `queries.snapshots` and return their ids; call inside a transaction."""
    rows = [Project(call=call, **_model_values(item)) for item in values]
    ids = [project.pk for project in Project.objects.bulk_create(rows)]
    _write_lists(ids, values)
    return ids


def rewrite_projects(ids: Sequence[int], *, values: Sequence[Mapping[str, object]]) -> None:
    """Give projects other values, `values[i]` for `ids[i]`; call inside a transaction.

    With `updated_at` among the values (as undo has it) the project is as if it had never been touched.
    """
    now = timezone.now()
    rows = [
        Project(pk=pk, updated_at=_updated_at(item, otherwise=now), **_model_values(item))
        for pk, item in zip(ids, values, strict=True)
    ]
    Project.objects.bulk_update(rows, [*PROJECT_FIELDS, "updated_at"], batch_size=100)
    ProjectCountry.objects.filter(project__in=ids).delete()
    ProjectLanguage.objects.filter(project__in=ids).delete()
    ProjectBeneficiary.objects.filter(project__in=ids).delete()
    _write_lists(ids, values)


def remove_projects(ids: Sequence[int]) -> None:
    """Delete projects with all that hangs on them; call inside a transaction, and only where nobody decided."""
    Project.objects.filter(pk__in=ids).delete()


def _model_values(item: Mapping[str, object]) -> dict[str, object]:
    day = item["submitted_on"]
    return {
        **{name: item[name] for name in PROJECT_FIELDS},
        "submitted_on": date.fromisoformat(day) if isinstance(day, str) and day else None,
    }


def _updated_at(item: Mapping[str, object], *, otherwise: datetime) -> datetime:
    at = item.get("updated_at")
    return datetime.fromisoformat(at) if isinstance(at, str) else otherwise


def _write_lists(ids: Sequence[int], values: Sequence[Mapping[str, object]]) -> None:
    pairs = list(zip(ids, values, strict=True))
    countries = ((pk, code, order) for pk, item in pairs for order, code in enumerate(_codes(item["work_countries"])))
    insert_rows(ProjectCountry, ("project_id", "code", "order"), countries)
    languages = ((pk, code, order) for pk, item in pairs for order, code in enumerate(_codes(item["languages"])))
    insert_rows(ProjectLanguage, ("project_id", "code", "order"), languages)
    groups = ((pk, group, order) for pk, item in pairs for order, group in enumerate(_codes(item["beneficiaries"])))
    insert_rows(ProjectBeneficiary, ("project_id", "group", "order"), groups)


def _codes(value: object) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list | tuple) else []
