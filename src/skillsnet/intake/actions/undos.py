"""Taking an import back: what it made goes, what it replaced returns, what somebody stands on stays."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    data_changed,
    forget_removed_words,
    index_organisations,
    index_projects,
    lock_version,
    names_changed,
    remove_projects,
    rewrite_projects,
)
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.calls.queries import data_version, projects_naming
from skillsnet.calls.tasks import follow_changes
from skillsnet.core.intake import RowProblem
from skillsnet.core.intake.row_snapshots import (
    ProjectValues,
    RecordChange,
    RowSnapshot,
    contact_id_in,
    organisation_id_in,
)
from skillsnet.db.jobs import BatchSize, Lease, LeaseLost, give_way, heartbeat
from skillsnet.db.retention import settle_log
from skillsnet.intake.actions.answers import take_back_categories
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import take_back_links
from skillsnet.intake.actions.naming import take_back_agreements
from skillsnet.intake.actions.retention import empty_rows, empty_run
from skillsnet.intake.actions.saving import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.shared_records import find_dependents
from skillsnet.intake.actions.states import begin_timing, move
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import goal_of
from skillsnet.intake.queries.stored_values import row_problems, row_snapshot
from skillsnet.intake.queries.undo_forecasts import (
    UndoForecast,
    is_deletion,
    is_restoration,
    rows_to_take_back,
    undo_forecast,
    why_kept,
)
from skillsnet.intake.rules import why_not_undo
from skillsnet.participants.actions import (
    remove_affiliations,
    remove_names,
    remove_organisations,
    remove_people,
    restore_organisations,
    restore_people,
)
from skillsnet.participants.actions.upserts import Replacement
from skillsnet.participants.models import Person
from skillsnet.participants.queries import current_organisations


def undo(run: ImportRun, *, by: int | None) -> ImportRun:
    """Take the import back now and run what follows; see `begin_undo` and `finish_undo`."""
    begin_undo(run, by=by)
    return finish_undo(run)


def foresee_undo(run: ImportRun) -> None:
    """Work out what taking the import back would do, and keep it for as long as the data stay as they are."""
    version, forecast = data_version(), undo_forecast(run)
    ImportRun.objects.filter(pk=run.pk).update(forecast=forecast.to_json(version=version))


def begin_undo(run: ImportRun, *, by: int | None, forecast: UndoForecast | None = None) -> bool:
    """Move the run to being taken back and return whether this call did it; what it will do is noted beforehand.

    The forecast is worked out here unless it is given. What goes on after a fault keeps what was said when it began.
    """
    if why_not_undo(run):
        return False
    counts: dict[str, int] = {}
    if run.state != RunState.FAILED or run.failed_state != RunState.UNDOING:
        expected_forecast = forecast or undo_forecast(run)
        counts = {
            "gone": 0,
            "restored": 0,
            "kept": 0,
            "said_gone": expected_forecast.deleted,
            "said_restored": expected_forecast.restored,
            "said_kept": expected_forecast.kept,
        }
    with transaction.atomic():
        is_moved = move(run, to=RunState.UNDOING, among=(RunState(run.state),))
        if is_moved:
            run.counts = {**run.counts, **counts}
            run.save(update_fields=["counts"])
            record("intake.begin_undo", subject=f"import:{run.pk}", by=by, **counts)
    return is_moved


def finish_undo(run: ImportRun) -> ImportRun:
    """Take back what is not taken back yet, the last row first; can be called again after a kill."""
    with heartbeat(run.pk, of=ImportRun), relaxed_gc():
        run.done_rows = max(0, goal_of(run) - rows_to_take_back(run).count())
        ImportRun.objects.filter(pk=run.pk).update(done_rows=run.done_rows)
        begin_timing(run)
        with suppress(LeaseLost):
            _take_rows_back(run)
        run.refresh_from_db()
        if run.state != RunState.UNDOING:
            return run
        # Each batch noted what it changed, which is known after a kill too; where nothing was changed nothing follows.
        if run.tally["gone"] or run.tally["restored"]:
            forget_removed_words()
        follow_changes(takes_failed=True)
        while empty_rows(run):
            give_way()
        _close(run)
    settle_log()
    run.refresh_from_db()
    return run


@transaction.atomic
def _close(run: ImportRun) -> None:
    kept_count = rows_to_take_back(run).count()
    is_closed = ImportRun.objects.filter(pk=run.pk, state=RunState.UNDOING).update(
        state=RunState.UNDONE, counts={**run.counts, "kept": kept_count}, finished_at=timezone.now()
    )
    if is_closed:
        take_back_categories(run)
        empty_run(run)
        # Other files that wait were compared with what is gone.
        ImportRun.objects.filter(state=RunState.PREVIEW).update(is_stale=True)
        record("intake.undo", subject=f"import:{run.pk}", by=None, kept=kept_count)


def _take_rows_back(run: ImportRun) -> None:
    lease = Lease(ImportRun, run.pk, {"state": RunState.UNDOING})
    before, size, has_more = None, BatchSize(ROWS_A_BATCH), True
    while has_more:
        with size.timed() as most:
            before = _take_back_batch(lease, before=before, most=most)
        has_more = before is not None
        give_way()


@transaction.atomic
def _take_back_batch(lease: Lease[ImportRun], *, before: int | None, most: int) -> int | None:
    """Take back the last rows before a position; return the position of the first, or None when there are none."""
    run = lease.lock()
    lock_version()
    # Links come last in the file, and go first.
    rows_left = rows_to_take_back(run) if before is None else rows_to_take_back(run).filter(position__lt=before)
    rows = list(rows_left.order_by("-position").defer("cells", "original_cells", "parsed")[:most])
    if not rows:
        return None
    undone = _take_back(rows)
    counts = {**run.counts, **{name: run.tally[name] + number for name, number in undone.items()}}
    lease.advance(done_rows=run.done_rows + len(rows), counts=counts)
    return rows[-1].position


def _take_back(rows: list[ImportRow]) -> Counter[str]:
    """Take rows back where nothing stands in the way; return how many projects went and returned to what they were."""
    people_held_back = take_back_agreements(rows)
    snapshots = {row.pk: row_snapshot(row) for row in rows}
    link_ends = take_back_links(snapshots.values())
    # The import's own links are gone by now: they come last in its file.
    reasons = why_kept(rows, snapshots, returned={})
    freed = [row for row in rows if row.pk not in reasons]
    for row in rows:
        problems = [problem for problem in row_problems(row) if not problem.code.startswith("kept_")]
        problems += [RowProblem(reasons[row.pk])] if row.pk in reasons else []
        row.problems = [problem.to_json() for problem in problems]
    counts = Counter(
        gone=sum(is_deletion(row, snapshots[row.pk]) for row in freed),
        restored=sum(is_restoration(row, snapshots[row.pk]) for row in freed),
    )
    removed_ids = _restore_projects(freed, snapshots)
    changed_ids = _restore_records(freed, snapshots) | link_ends
    if freed:
        data_changed(sorted(changed_ids - removed_ids), removed_ids=removed_ids)
    if people_held_back:
        names_changed(people_held_back)
    for row in freed:
        row.is_written, row.before = False, None
        if row.project_id in removed_ids:
            row.project_id = None
    save_rows(freed, fields=("before", "is_written", "project_id"))
    # A row that stays may have been made to answer for more meanwhile, so only its problems are written.
    save_rows(rows, fields=("problems",))
    return counts


def _restore_projects(rows: Sequence[ImportRow], snapshots: Mapping[int, RowSnapshot]) -> set[int]:
    """Delete what the rows made and put back what they replaced; return the ids of what is gone."""
    changes = [(row.project_id, change) for row in rows if row.project_id and (change := snapshots[row.pk].project)]
    removed_ids = {pk for pk, change in changes if change.previous is None}
    if removed_ids:
        remove_projects(sorted(removed_ids))
    # Of several rows about one project the first of the file, which is taken back last, says what it was.
    replaced = {pk: change.previous for pk, change in changes if change.previous and pk not in removed_ids}
    if replaced:
        rewrite_projects(list(replaced), values=_restorable_values(list(replaced.values())))
    return removed_ids


def _restorable_values(previous: Sequence[ProjectValues]) -> list[dict[str, object]]:
    """Return projects' earlier values, without organisations and contact people that are gone since."""
    organisations = current_organisations({organisation_id_in(values) for values in previous})
    contact_ids = {pk for values in previous if (pk := contact_id_in(values))}
    people = set(Person.objects.filter(pk__in=contact_ids).order_by("pk").values_list("pk", flat=True))
    return [
        {
            **values,
            "organisation_id": organisations.get(organisation_id_in(values)),
            "contact_id": contact_id_in(values) if contact_id_in(values) in people else None,
        }
        for values in previous
    ]


def _restore_records(rows: Sequence[ImportRow], snapshots: Mapping[int, RowSnapshot]) -> set[int]:
    """Put organisations, people and affiliations back to how they were; those that are needed since stay.

    Returns the projects of which something else may be found now.
    """
    of_projects = [snapshots[row.pk] for row in rows if snapshots[row.pk].project is not None]
    organisations = [change for snapshot in of_projects for change in snapshot.organisations]
    people = [change for snapshot in of_projects for change in snapshot.people]
    names = [key for snapshot in of_projects for key in snapshot.names]
    pairs = [pair for snapshot in of_projects for pair in snapshot.affiliations]
    organisation_ids = {change.id for change in organisations} | {organisation for _, organisation in pairs}
    made_organisations = {change.id for change in organisations if change.is_made}
    made_people = {change.id for change in people if change.is_made}
    restore_organisations(_replacements(organisations))
    restore_people(_replacements(people))
    for row in rows:
        named_people = snapshots[row.pk].named_people
        if named_people and row.project_id:
            NamedPerson.objects.filter(project=row.project_id, person__in=named_people).delete()
    dependents = find_dependents(
        rows, organisations=organisation_ids, people=made_people | {person for person, _ in pairs}
    )
    remove_affiliations([pair for pair in pairs if pair not in dependents.affiliations])
    remove_names([key for key in names if key not in dependents.names])
    remaining_people = made_people - remove_people(made_people - dependents.named_people)
    remaining_organisations = made_organisations - remove_organisations(
        made_organisations - dependents.named_organisations
    )
    dependents.reassign(organisations=remaining_organisations, people=remaining_people, affiliations=pairs, names=names)
    people_ids = {change.id for change in people} | {person for person, _ in pairs}
    return _index(rows, organisation_ids, people_ids)


def _replacements(changes: Sequence[RecordChange]) -> list[Replacement]:
    """Return what rows replaced in organisations or people."""
    return [
        {"id": change.id, "was": change.previous, "now": change.current or {}} for change in changes if change.previous
    ]


def _index(rows: Sequence[ImportRow], organisations: Collection[int], people: Collection[int]) -> set[int]:
    """Write anew what may be found: of the rows' projects, and of all those whose organisations changed."""
    project_ids = {row.project_id for row in rows if row.project_id}
    projects = Project.objects.filter(Q(pk__in=project_ids) | Q(organisation__in=organisations)).order_by("pk")
    pairs = list(projects.values_list("pk", "organisation_id"))
    changed_ids = {pk for pk, _ in pairs} | projects_naming(people)
    index_projects(sorted(changed_ids))
    index_organisations(sorted({*organisations} | {organisation for _, organisation in pairs if organisation}))
    return changed_ids
