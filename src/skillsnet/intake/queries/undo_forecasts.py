"""What taking an import back would leave as it is, and why: asked before it is done, and by what does it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from django.db.models import QuerySet

from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version, decided_by_people, linked_projects, snapshots
from skillsnet.core.intake.row_snapshots import ProjectValues, RowSnapshot, organisation_id_in
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.project_pairs import standing_merges
from skillsnet.intake.queries.stored_values import row_snapshot
from skillsnet.participants.actions import is_claimed
from skillsnet.participants.queries import current_organisations

ROWS_A_BATCH = 500
SHOWN_ROWS = 50


class StoredForecast(TypedDict):
    """A `UndoForecast` with the data version it holds for; its rows are pairs of id and code."""

    version: int
    gone: int
    restored: int
    kept: int
    reasons: dict[str, int]
    rows: list[tuple[int, str]]


@dataclass
class UndoForecast:
    """What taking an import back would do now: how many projects are deleted, restored and kept, and why.

    `rows` are the first of those that are kept, each with the code of why.
    """

    deleted: int = 0
    restored: int = 0
    kept: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[ImportRow, str]] = field(default_factory=list)

    def add(self, row: ImportRow, snapshot: RowSnapshot, reason: str) -> None:
        """Count a row; without a reason it is taken back."""
        if reason:
            self.kept += 1
            self.reasons[reason] = self.reasons.get(reason, 0) + 1
            if len(self.rows) < SHOWN_ROWS:
                self.rows.append((row, reason))
        elif is_deletion(row, snapshot):
            self.deleted += 1
        elif is_restoration(row, snapshot):
            self.restored += 1

    def to_json(self, *, version: int) -> StoredForecast:
        """Return the forecast of a data version as a JSON object."""
        return {
            "version": version,
            "gone": self.deleted,
            "restored": self.restored,
            "kept": self.kept,
            "reasons": self.reasons,
            "rows": [(row.pk, code) for row, code in self.rows],
        }


def rows_to_take_back(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that have something to be taken back; those that stay keep it, so that it can be tried again."""
    return ImportRow.objects.filter(run=run, is_written=True, before__isnull=False)


def undo_forecast(run: ImportRun) -> UndoForecast:
    """Return what taking the import back would do to the data as they are now; reads only, by batches of rows."""
    forecast = UndoForecast()
    rows_left = rows_to_take_back(run)
    made_link_ids = (
        rows_left.filter(before__link__isnull=False).order_by("position").values_list("before__link", flat=True)
    )
    made_links, returned, before = set(made_link_ids), dict[int, ProjectValues](), None
    while True:
        earlier_rows = rows_left if before is None else rows_left.filter(position__lt=before)
        rows = list(earlier_rows.order_by("-position").defer("cells", "original_cells")[:ROWS_A_BATCH])
        if not rows:
            return forecast
        snapshots_by_row = {row.pk: row_snapshot(row) for row in rows}
        reasons = why_kept(rows, snapshots_by_row, returned=returned, without_links=made_links)
        for row in rows:
            forecast.add(row, snapshots_by_row[row.pk], reasons.get(row.pk, ""))
        before = rows[-1].position


def stored_forecast(run: ImportRun) -> UndoForecast | None:
    """Return what a worker has worked out for the data as they are now, if it has."""
    stored_values: StoredForecast | None = run.forecast or None
    if stored_values is None or stored_values["version"] != data_version():
        return None
    rows = ImportRow.objects.in_bulk([pk for pk, _code in stored_values["rows"]])
    return UndoForecast(
        deleted=stored_values["gone"],
        restored=stored_values["restored"],
        kept=stored_values["kept"],
        reasons=stored_values["reasons"],
        rows=[(rows[pk], code) for pk, code in stored_values["rows"] if pk in rows],
    )


def is_deletion(row: ImportRow, snapshot: RowSnapshot) -> bool:
    """Whether taking the row back deletes a project."""
    return row.project_id is not None and snapshot.has_made_project


def is_restoration(row: ImportRow, snapshot: RowSnapshot) -> bool:
    """Whether taking the row back gives a project back what it was."""
    return row.project_id is not None and snapshot.previous is not None


def why_kept(
    rows: Sequence[ImportRow],
    snapshots_by_row: Mapping[int, RowSnapshot],
    *,
    returned: dict[int, ProjectValues],
    without_links: Collection[int] = (),
) -> dict[int, str]:
    """Return the code of why each row's project stays as it is, by the row's id; those that do not stay are left out.

    Rows come in the order in which they are taken back. `returned` is what earlier ones gave back to projects, and
    grows; links in `without_links` are taken back too.
    """
    projects = _projects(rows)
    current: dict[int, ProjectValues] = {**snapshots(projects.values())}
    current |= {pk: values for pk, values in returned.items() if pk in projects}
    decided_ids, linked_ids = decided_by_people(projects), linked_projects(projects, without=without_links)
    merged_ids = standing_merges(projects)
    reasons: dict[int, str] = {}
    changed_rows: list[ImportRow] = []
    for row in rows:
        project, change = projects.get(row.project_id or 0), snapshots_by_row[row.pk].project
        if project is None or change is None:
            continue
        if project.pk in merged_ids:
            reasons[row.pk] = "kept_project_merged"
            continue
        if current[project.pk] != change.current:
            changed_rows.append(row)
        elif change.previous is not None:
            values = {name: value for name, value in change.previous.items() if name in change.current}
            current[project.pk] = returned[project.pk] = values
        elif project.pk in decided_ids:
            reasons[row.pk] = "kept_decided"
        elif project.pk in linked_ids:
            reasons[row.pk] = "kept_linked"
        elif project.contact is not None and is_claimed(project.contact):
            reasons[row.pk] = "kept_claimed"
    return {**reasons, **_why_changed(changed_rows, snapshots_by_row, current)}


def _projects(rows: Iterable[ImportRow]) -> dict[int, Project]:
    ids = [row.project_id for row in rows if row.project_id]
    return {item.pk: item for item in Project.objects.filter(pk__in=ids).select_related("contact").order_by("pk")}


def _why_changed(
    rows: Collection[ImportRow], snapshots_by_row: Mapping[int, RowSnapshot], current: Mapping[int, ProjectValues]
) -> dict[int, str]:
    """Return who changed the projects of these rows since: a later import, a merge of organisations, or somebody."""
    if not rows:
        return {}
    all_rows = ImportRow.objects.filter(project__in=[row.project_id for row in rows], is_written=True)
    runs = {row.run_id for row in rows}
    later_rows = all_rows.filter(before__was__isnull=False).exclude(run__in=runs).order_by("pk")
    updated_later = set(later_rows.values_list("project_id", flat=True))
    written_values = {row.pk: change.current for row in rows if (change := snapshots_by_row[row.pk].project)}
    organisations = current_organisations({organisation_id_in(values) for values in written_values.values()})
    return {
        row.pk: "kept_joined"
        if row.project_id in updated_later
        else _why_different(written_values[row.pk], current[row.project_id or 0], organisations)
        for row in rows
    }


def _why_different(
    written_values: ProjectValues, current: ProjectValues, organisations: Mapping[int | None, int]
) -> str:
    """Return whether only a merge of organisations made a project's values differ from those that a row wrote."""
    organisation_id = organisation_id_in(written_values)
    merged_into = organisations.get(organisation_id)
    is_merged = merged_into is not None and merged_into != organisation_id
    if is_merged and current == {**written_values, "organisation_id": merged_into}:
        return "kept_merged"
    return "kept_changed"
