"""Taking an import back: what it made goes, what it replaced returns, what somebody stands on stays."""

from collections import Counter
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
from skillsnet.core.intake import Problem
from skillsnet.db.jobs import BatchSize, Lease, LeaseLost, give_way, heartbeat
from skillsnet.db.retention import settle_log
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import take_back_links
from skillsnet.intake.actions.naming import take_back_agreements
from skillsnet.intake.actions.previews import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.retention import empty_rows, empty_run
from skillsnet.intake.actions.shared_records import find_heirs
from skillsnet.intake.actions.states import begin_timing, move
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import goal_of
from skillsnet.intake.queries.kept import Forecast, is_gone, is_restored, rows_to_take_back, undo_forecast, why_kept
from skillsnet.intake.rules import why_not_undo
from skillsnet.participants.actions import (
    remove_affiliations,
    remove_names,
    remove_organisations,
    remove_people,
    restore_organisations,
    restore_people,
)
from skillsnet.participants.models import Person
from skillsnet.participants.queries import current_organisations


def undo(run: ImportRun, *, by: int | None) -> ImportRun:
    """Take the import back now and run what follows; see `begin_undo` and `finish_undo`."""
    begin_undo(run, by=by)
    return finish_undo(run)


def foresee_undo(run: ImportRun) -> None:
    """Work out what taking the import back would do, and keep it for as long as the data stay as they are."""
    number, found = data_version(), undo_forecast(run)
    told = {"gone": found.gone, "restored": found.restored, "kept": found.kept, "reasons": found.reasons}
    rows = [[row.pk, code] for row, code in found.rows]
    ImportRun.objects.filter(pk=run.pk).update(forecast={"version": number, **told, "rows": rows})


def begin_undo(run: ImportRun, *, by: int | None, forecast: Forecast | None = None) -> bool:
    """Move the run to being taken back and return whether this call did it; what it will do is noted beforehand.

    The forecast is worked out here unless it is given. What goes on after a fault keeps what was said when it began.
    """
    if why_not_undo(run):
        return False
    counts: dict[str, int] = {}
    if run.state != RunState.FAILED or run.failed_state != RunState.UNDOING:
        found = forecast or undo_forecast(run)
        said = {"said_gone": found.gone, "said_restored": found.restored, "said_kept": found.kept}
        counts = {"gone": 0, "restored": 0, "kept": 0, **said}
    with transaction.atomic():
        moved = move(run, to=RunState.UNDOING, among=(RunState(run.state),))
        if moved:
            run.counts = {**run.counts, **counts}
            run.save(update_fields=["counts"])
            record("intake.begin_undo", subject=f"import:{run.pk}", by=by, **counts)
    return moved


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
    kept = rows_to_take_back(run).count()
    closed = ImportRun.objects.filter(pk=run.pk, state=RunState.UNDOING).update(
        state=RunState.UNDONE, counts={**run.counts, "kept": kept}, finished_at=timezone.now()
    )
    if closed:
        empty_run(run)
        # Other files that wait were compared with what is gone.
        ImportRun.objects.filter(state=RunState.PREVIEW).update(is_stale=True)
        record("intake.undo", subject=f"import:{run.pk}", by=None, kept=kept)


def _take_rows_back(run: ImportRun) -> None:
    lease = Lease(ImportRun, run.pk, {"state": RunState.UNDOING})
    before, size, is_left = None, BatchSize(ROWS_A_BATCH), True
    while is_left:
        with size.timed() as most:
            before = _take_back_batch(lease, before=before, most=most)
        is_left = before is not None
        give_way()


@transaction.atomic
def _take_back_batch(lease: Lease[ImportRun], *, before: int | None, most: int) -> int | None:
    """Take back the last rows before a place and return the place of the first of them; None when there are none."""
    run = lease.lock()
    lock_version()
    # Ties come last in the file, and go first.
    waiting = rows_to_take_back(run) if before is None else rows_to_take_back(run).filter(place__lt=before)
    rows = list(waiting.order_by("-place").defer("cells", "original_cells", "parsed")[:most])
    if not rows:
        return None
    done = _take_back(rows)
    counts = {**run.counts, **{name: run.tally[name] + number for name, number in done.items()}}
    lease.advance(done_rows=run.done_rows + len(rows), counts=counts)
    return rows[-1].place


def _take_back(rows: list[ImportRow]) -> Counter[str]:
    """Take rows back where nothing stands in the way; return how many projects went and returned to what they were."""
    held_back = take_back_agreements(rows)
    ends = take_back_links([row.before for row in rows if row.before])
    # The import's own ties are gone by now: they come last in its file.
    reasons = why_kept(rows, returned={})
    freed: list[ImportRow] = []
    for row in rows:
        row.problems = [problem for problem in row.problems if not problem["code"].startswith("kept_")]
        if row.pk in reasons:
            row.problems.append(Problem(reasons[row.pk]).as_json())
        else:
            freed.append(row)
    done = Counter(gone=sum(map(is_gone, freed)), restored=sum(map(is_restored, freed)))
    gone = _restore_projects(freed)
    changed = _restore_parts(freed) | ends
    if freed:
        data_changed(sorted(changed - gone), removed_ids=gone)
    if held_back:
        names_changed(held_back)
    for row in freed:
        row.is_written, row.before = False, None
        if row.project_id in gone:
            row.project_id = None
    save_rows(freed, fields=("before", "is_written", "project_id"))
    # A row that stays may have been made to answer for more meanwhile, so only its problems are written.
    save_rows(rows, fields=("problems",))
    return done


def _restore_projects(rows: list[ImportRow]) -> set[int]:
    """Delete what the rows made and put back what they replaced; return the ids of what is gone."""
    befores = [(row.project_id, row.before) for row in rows if row.project_id and row.before]
    standing = [(pk, before["was"]) for pk, before in befores if "was" in before]
    gone = {pk for pk, was in standing if was is None}
    if gone:
        remove_projects(sorted(gone))
    # Of several rows about one project the first of the file, which is taken back last, says what it was.
    replaced = list({pk: was for pk, was in standing if was is not None and pk not in gone}.items())
    if replaced:
        organisations = current_organisations({was["organisation_id"] for _, was in replaced})
        people = set(
            Person.objects.filter(pk__in={was["contact_id"] for _, was in replaced} - {None})
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        values = [
            {
                **was,
                "organisation_id": organisations.get(was["organisation_id"]),
                "contact_id": was["contact_id"] if was["contact_id"] in people else None,
            }
            for _, was in replaced
        ]
        rewrite_projects([pk for pk, _ in replaced], values=values)
    return gone


def _restore_parts(rows: list[ImportRow]) -> set[int]:
    """Put organisations, people and places back to how they were; those that are needed since stay.

    Returns the projects of which something else may be found now.
    """
    befores = [row.before for row in rows if row.before and "was" in row.before]
    places = [item for before in befores for item in before["organisations"]]
    people = [item for before in befores for item in before["people"]]
    names = [key for before in befores for key in before["names"]]
    pairs = [(person, place) for before in befores for person, place in before["affiliations"]]
    made_places = {item["id"] for item in places if item["is_made"]}
    made_people = {item["id"] for item in people if item["is_made"]}
    restore_organisations([item for item in places if item["was"]])
    restore_people([item for item in people if item["was"]])
    for row in rows:
        named = (row.before or {}).get("named", [])
        if named and row.project_id:
            NamedPerson.objects.filter(project=row.project_id, person__in=named).delete()
    heirs = find_heirs(
        rows,
        organisations={item["id"] for item in places} | {place for _, place in pairs},
        people=made_people | {person for person, _ in pairs},
    )
    remove_affiliations([pair for pair in pairs if pair not in heirs.affiliations])
    remove_names([key for key in names if key not in heirs.names])
    stay_people = made_people - remove_people(made_people - heirs.named_people)
    stay_places = made_places - remove_organisations(made_places - heirs.named_organisations)
    heirs.reassign(organisations=stay_places, people=stay_people, affiliations=pairs, names=names)
    people_changed = {item["id"] for item in people} | {person for person, _ in pairs}
    return _index(rows, {item["id"] for item in places} | {place for _, place in pairs}, people_changed)


def _index(rows: list[ImportRow], organisations: set[int], people: set[int]) -> set[int]:
    """Write anew what may be found: of the rows' projects, and of all those whose organisations changed."""
    kept = {row.project_id for row in rows if row.project_id}
    found = Project.objects.filter(Q(pk__in=kept) | Q(organisation__in=organisations)).order_by("pk")
    pairs = list(found.values_list("pk", "organisation_id"))
    changed = {pk for pk, _ in pairs} | projects_naming(people)
    index_projects(sorted(changed))
    index_organisations(sorted(organisations | {place for _, place in pairs if place}))
    return changed
