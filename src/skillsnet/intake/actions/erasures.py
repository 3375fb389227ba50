"""Taking somebody who asked for it out of what imports keep of their files."""

import json
from collections.abc import Collection

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from skillsnet.core.text.erased_people import ErasedPerson, without_person
from skillsnet.db.bulk import in_parts
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun

ROW_FIELDS = ("cells", "original_cells", "problems", "parsed", "before")
RUN_FIELDS = ("choices", "unknown", "notes", "guesses", "forecast")
ROWS_AT_ONCE = 500


def erase_from_imports(person: ErasedPerson, project_ids: Collection[int]) -> int:
    """Take a person out of all rows that were of these projects or hold the address; return how many rows changed.

    The uploaded file of such an import is deleted, and rows that were not written yet are compared again before they
    are. Call inside a transaction. One pass over the stored rows where there is an address.
    """
    ids = list(_rows_about(person, project_ids).values_list("pk", flat=True))
    run_ids: set[int] = set()
    changed_count = 0
    for some_ids in in_parts(ids, size=ROWS_AT_ONCE):
        changed_rows = [
            row for row in ImportRow.objects.filter(pk__in=some_ids).order_by("pk") if _is_changed(row, person)
        ]  # fmt: skip
        ImportRow.objects.bulk_update(changed_rows, ROW_FIELDS)
        run_ids.update(row.run_id for row in changed_rows)
        changed_count += len(changed_rows)
    for run in ImportRun.objects.filter(pk__in=run_ids).order_by("pk"):
        _erase_from_run(run, person)
    return changed_count


def _rows_about(person: ErasedPerson, project_ids: Collection[int]) -> QuerySet[ImportRow]:
    is_about = Q(project__in=list(project_ids))
    rows = ImportRow.objects.order_by("pk")
    if person.email:
        # One database keeps letters beyond ASCII as they are, the other as codes.
        spellings = {person.email, json.dumps(person.email)[1:-1]}
        rows = rows.annotate(**{f"{name}_text": Cast(name, TextField()) for name in ROW_FIELDS})
        for name in ROW_FIELDS:
            for spelling in spellings:
                is_about |= Q(**{f"{name}_text__icontains": spelling})
    return rows.filter(is_about)


def _is_changed(row: ImportRow, person: ErasedPerson) -> bool:
    """Take a person out of a row, which is not written yet, and return whether that changed it."""
    values = {name: getattr(row, name) for name in ROW_FIELDS}
    erased = {name: without_person(value, person) for name, value in values.items()}
    for name, value in erased.items():
        setattr(row, name, value)
    return erased != values


def _erase_from_run(run: ImportRun, person: ErasedPerson) -> None:
    values = {name: without_person(getattr(run, name), person) for name in RUN_FIELDS}
    ImportRun.objects.filter(pk=run.pk).update(**values, is_stale=run.is_stale or run.state == RunState.PREVIEW)
    # Nothing can be taken out of it; the rows stand in the database.
    if ImportRow.objects.filter(run=run).exists():
        ImportFile.objects.filter(run=run.pk).delete()
