"""What taking an import back would leave as it is, and why: asked before it is done, and by what does it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version, decided_by_people, linked_projects, snapshots
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.actions import is_claimed
from skillsnet.participants.queries import current_organisations

ROWS_A_BATCH = 500
SHOWN_ROWS = 50
Values = dict[str, Any]


@dataclass
class Forecast:
    """What taking an import back would do now: how many projects go, return to what they were, and stay, and why."""

    gone: int = 0
    restored: int = 0
    kept: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    # The first of those that stay, each with the code of why.
    rows: list[tuple[ImportRow, str]] = field(default_factory=list)


def rows_to_take_back(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that have something to be taken back; those that stay keep it, so that it can be tried again."""
    return ImportRow.objects.filter(run=run, is_written=True, before__isnull=False)


def undo_forecast(run: ImportRun) -> Forecast:
    """Return what taking the import back would do to the data as they are now; reads only, by batches of rows."""
    found = Forecast()
    waiting = rows_to_take_back(run)
    made = waiting.filter(before__link__isnull=False).order_by("place").values_list("before__link", flat=True)
    own_links, returned, before = set(made), dict[int, Values](), None
    while True:
        rest = waiting if before is None else waiting.filter(place__lt=before)
        rows = list(rest.order_by("-place").defer("cells", "original_cells")[:ROWS_A_BATCH])
        if not rows:
            return found
        reasons = why_kept(rows, returned=returned, without_links=own_links)
        for row in rows:
            _count(found, row, reasons.get(row.pk, ""))
        before = rows[-1].place


def kept_forecast(run: ImportRun) -> Forecast | None:
    """Return what a worker has worked out for the data as they are now, if it has."""
    said = run.forecast
    if not said or said["version"] != data_version():
        return None
    rows = ImportRow.objects.in_bulk([pk for pk, _code in said["rows"]])
    numbers = {name: said[name] for name in ("gone", "restored", "kept", "reasons")}
    return Forecast(**numbers, rows=[(rows[pk], code) for pk, code in said["rows"] if pk in rows])


def _count(found: Forecast, row: ImportRow, reason: str) -> None:
    if reason:
        found.kept += 1
        found.reasons[reason] = found.reasons.get(reason, 0) + 1
        if len(found.rows) < SHOWN_ROWS:
            found.rows.append((row, reason))
    elif is_gone(row):
        found.gone += 1
    elif is_restored(row):
        found.restored += 1


def is_gone(row: ImportRow) -> bool:
    """Whether taking the row back deletes a project."""
    return row.project_id is not None and "was" in (row.before or {}) and (row.before or {})["was"] is None


def is_restored(row: ImportRow) -> bool:
    """Whether taking the row back gives a project back what it was."""
    return row.project_id is not None and (row.before or {}).get("was") is not None


def why_kept(
    rows: Sequence[ImportRow], *, returned: dict[int, Values], without_links: Collection[int] = ()
) -> dict[int, str]:
    """Return the code of why each row's project stays as it is, by the row's id; those that do not stay are left out.

    Rows come in the order in which they are taken back. `returned` is what earlier ones gave back to projects, and
    grows; ties in `without_links` are taken back too.
    """
    projects = _projects(rows)
    stands = {**snapshots(projects.values()), **{pk: value for pk, value in returned.items() if pk in projects}}
    decided, linked = decided_by_people(projects), linked_projects(projects, without=without_links)
    kept: dict[int, str] = {}
    changed: dict[int, ImportRow] = {}
    for row in rows:
        project, before = projects.get(row.project_id or 0), row.before or {}
        if project is None or "was" not in before:
            continue
        if stands[project.pk] != before["now"]:
            changed[row.pk] = row
        elif before["was"] is not None:
            values = {name: value for name, value in before["was"].items() if name in before["now"]}
            stands[project.pk] = returned[project.pk] = values
        elif project.pk in decided:
            kept[row.pk] = "kept_decided"
        elif project.pk in linked:
            kept[row.pk] = "kept_linked"
        elif project.contact is not None and is_claimed(project.contact):
            kept[row.pk] = "kept_claimed"
    return {**kept, **_why_changed(changed.values(), stands)}


def _projects(rows: Iterable[ImportRow]) -> dict[int, Project]:
    wanted = [row.project_id for row in rows if row.project_id]
    return {item.pk: item for item in Project.objects.filter(pk__in=wanted).select_related("contact").order_by("pk")}


def _why_changed(rows: Collection[ImportRow], stands: dict[int, Values]) -> dict[int, str]:
    """Return who changed the projects of these rows since: a later import, a merge of organisations, or somebody."""
    if not rows:
        return {}
    others = ImportRow.objects.filter(project__in=[row.project_id for row in rows], is_written=True)
    runs = {row.run_id for row in rows}
    later = others.filter(before__was__isnull=False).exclude(run__in=runs).order_by("pk")
    joined = set(later.values_list("project_id", flat=True))
    places = current_organisations({(row.before or {})["now"]["organisation_id"] for row in rows})
    return {row.pk: _reason(row, stands[row.project_id or 0], joined, places) for row in rows}


def _reason(row: ImportRow, stands: Values, joined: set[int], places: dict[int | None, int]) -> str:
    if row.project_id in joined:
        return "kept_joined"
    now = (row.before or {})["now"]
    organisation = places.get(now["organisation_id"])
    is_merged = organisation is not None and organisation != now["organisation_id"]
    if is_merged and stands == {**now, "organisation_id": organisation}:
        return "kept_merged"
    return "kept_changed"
