"""Writing an import's rows: a transaction for each batch, resumable after any interruption."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    add_traits,
    increment_version,
    index_projects,
    lock_version,
    make_projects,
    rewrite_projects,
    run_follow_ups,
    words_changed,
)
from skillsnet.calls.models import NamedPerson, Project
from skillsnet.calls.queries import data_version, projects_naming
from skillsnet.db.bulk import insert_rows
from skillsnet.db.jobs import BatchSize, Lease, LeaseLost, give_way, heartbeat
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import write_links
from skillsnet.intake.actions.mappings import save_mapping
from skillsnet.intake.actions.merging import keep_different
from skillsnet.intake.actions.naming import agree_on_names
from skillsnet.intake.actions.previews import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.states import begin_timing, move
from skillsnet.intake.enums import WRITTEN, RowKind, RowState, RunState
from skillsnet.intake.models import ImportFile, ImportRow, ImportRun
from skillsnet.intake.queries import (
    Columns,
    Comparison,
    DuplicateProjects,
    Identities,
    compare,
    count_rows,
    people_in,
    target_values,
)
from skillsnet.participants.actions import (
    OrganisationItem,
    PersonItem,
    UpsertResult,
    add_affiliations,
    upsert_organisations,
    upsert_people,
)
from skillsnet.participants.queries import current_organisations

Pair = tuple[int, int]
# What a row's cells were does not matter any more; for many rows, reading them again would.
NOT_NEEDED = ("cells", "original_cells", "problems")


def commit(run: ImportRun, *, by: int | None) -> ImportRun:
    """Write the run's rows now and run what follows; see `begin_commit` and `finish_commit`."""
    begin_commit(run, by=by)
    return finish_commit(run)


@transaction.atomic
def begin_commit(run: ImportRun, *, by: int | None) -> bool:
    """Move the run to being written and return whether this call did it; not while corrections wait to be compared."""
    if ImportRun.objects.filter(pk=run.pk, is_stale=True).exists():
        return False
    moved = move(run, to=RunState.COMMITTING, among=(RunState.PREVIEW, RunState.FAILED))
    if moved:
        record("intake.begin_commit", subject=f"import:{run.pk}", by=by)
    return moved


def finish_commit(run: ImportRun) -> ImportRun:
    """Write what is not written yet, run what follows, and close the run; can be called again after a kill."""
    with heartbeat(run.pk, of=ImportRun), relaxed_gc():
        run.done_rows = ImportRow.objects.filter(run=run, is_written=True).count()
        ImportRun.objects.filter(pk=run.pk).update(done_rows=run.done_rows)
        begin_timing(run)
        with suppress(LeaseLost):
            _write_rows(run)
        run.refresh_from_db()
        if run.state != RunState.COMMITTING:
            return run
        changed = list(
            ImportRow.objects.filter(run=run, before__isnull=False, project__isnull=False)
            .order_by("project")
            .values_list("project_id", flat=True)
        )
        keep_different(run)
        if changed:
            run_follow_ups(changed)
        _close(run)
    run.refresh_from_db()
    return run


@transaction.atomic
def _close(run: ImportRun) -> None:
    counts = count_rows(run)
    closed = ImportRun.objects.filter(pk=run.pk, state=RunState.COMMITTING).update(
        state=RunState.COMMITTED, counts=counts, finished_at=timezone.now(), fault=""
    )
    if closed:
        save_mapping(run)
        ImportFile.objects.filter(run=run.pk).delete()
        record("intake.commit", subject=f"import:{run.pk}", by=None, **counts)


def _write_rows(run: ImportRun) -> None:
    lease = Lease(ImportRun, run.pk, {"state": RunState.COMMITTING})
    after: int | None = 0
    size = BatchSize(ROWS_A_BATCH)
    while after is not None:
        with size.timed() as most:
            after = _write_batch(lease, after=after, most=most)
        give_way()


@transaction.atomic
def _write_batch(lease: Lease[ImportRun], *, after: int, most: int) -> int | None:
    """Write the next rows and return the place of the last; the lock keeps two workers from the same rows.

    Rows are looked for after a place only, as those before it are known to be done; None when there are no more.
    """
    run = lease.lock("call")
    waiting = ImportRow.objects.filter(run=run, place__gt=after, is_written=False, state__in=WRITTEN).order_by("place")
    rows = list(waiting.filter(kind=RowKind.PROJECT).defer(*NOT_NEEDED)[:most])
    links = [] if rows else list(waiting.filter(kind=RowKind.LINK)[:most])
    if not rows and not links:
        return None
    lock_version()
    if rows:
        _write(run, rows)
    else:
        write_links(run, links)
        increment_version()
        save_rows(links, fields=("state", "problems", "before", "is_written"))
    run.counts["version"] = data_version()
    written_count = sum(row.is_written for row in (*rows, *links))
    lease.advance(done_rows=run.done_rows + written_count, counts=run.counts)
    return (rows or links)[-1].place


def _write(run: ImportRun, rows: list[ImportRow]) -> None:
    # The data may have changed since the preview: what a row does is decided again, here, under the lock.
    asking = _find_again(run, rows)
    rows = [row for row in rows if row not in asking]
    comparison = compare(run.call, rows, columns=Columns.of(run))
    for row in rows:
        row.state = comparison.states[row.place]
        row.is_written = True
        known = comparison.existing.get(row.parsed["key"])
        row.project_id = known.pk if known else None
    changed = [row for row in rows if row.state != RowState.UNCHANGED]
    if changed:
        _write_changed(run, changed, comparison)
    # Also of rows that change nothing: what their people agreed to is new.
    agree_on_names(run, rows)
    save_rows(rows, fields=("state", "project_id", "before", "is_written"))
    save_rows(asking, fields=("state", "parsed"))


def _find_again(run: ImportRun, rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Find out anew which organisations and projects the rows mean; return rows that would now have to ask: they wait.

    Where nobody else has changed anything since the preview, the answers found then are looked up by their keys only.
    """
    counts = run.counts
    counts["is_foreign"] = bool(counts.get("is_foreign")) or counts.get("version") != data_version()
    identities = Identities(run.choices.get("organisations", {}), looks_around=counts["is_foreign"])
    placed = [row for row in rows if row.parsed["organisation"]]
    standing = current_organisations(row.parsed["organisation"]["is"]["id"] for row in placed)
    for row in placed:
        found = row.parsed["organisation"]["is"]
        found["id"] = standing.get(found["id"])
    unplaced = [row for row in placed if row.parsed["organisation"]["is"]["id"] is None]
    identities.learn([(row.place, row.number, _as_found(row.parsed)) for row in unplaced])
    asking = []
    for row in unplaced:
        organisation = row.parsed["organisation"]
        identity = identities.known[organisation["is"]["key"]]
        organisation["is"]["id"] = identity.id
        if identity.asks:
            organisation["asks"] = list(identity.asks)
            asking.append(row)
    asked = DuplicateProjects(run.choices.get("projects", {})).learn(run.call, rows) if counts["is_foreign"] else {}
    for row in rows:
        if row.place in asked:
            row.parsed["asks"] = asked[row.place]
            asking.append(row)
    for row in asking:
        row.state = RowState.NEEDS_DECISION
    return asking


def _as_found(parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row with its organisation known by the key under which the preview found that it will be made."""
    organisation = parsed["organisation"]
    return {**parsed, "organisation": {**organisation, "key": organisation["is"]["key"]}}


def _write_changed(run: ImportRun, rows: list[ImportRow], comparison: Comparison) -> None:
    parsed_rows = [row.parsed for row in rows]
    places = upsert_organisations(
        [OrganisationItem.from_json(item["organisation"]) for item in parsed_rows if item["organisation"]]
    )
    people = upsert_people([PersonItem.from_json(person) for item in parsed_rows for person in people_in(item)])
    pairs = {row.place: _pairs(row.parsed, places, people) for row in rows}
    made_pairs = add_affiliations(pair for found in pairs.values() for pair in found)
    columns = Columns.of(run)
    values = {row.place: _target(row, comparison, places, people, columns) for row in rows}
    _write_projects(run, rows, values)
    named = _name_people(rows, people)
    places_named = {place for _, place in made_pairs}
    reindexed = {row.project_id for row in rows if row.project_id} | _renamed(places, people, places_named)
    index_projects(sorted(reindexed))
    add_traits(_traits(parsed_rows, places))
    made = {row.project_id for row in rows if row.state == RowState.NEW}
    if standing := sorted(reindexed - made):
        words_changed(standing)
    increment_version()
    was = {pk: {**value, "updated_at": _touched(comparison, pk)} for pk, value in comparison.current.items()}
    for row in rows:
        known = comparison.existing.get(row.parsed["key"])
        row.before = {
            "was": was[known.pk] if known else None,
            "now": values[row.place],
            **_parts_before(row.parsed, places, people),
            "named": named.get(row.place, []),
            "affiliations": [list(pair) for pair in pairs[row.place] if pair in made_pairs],
        }
        made_pairs.difference_update(pairs[row.place])


def _traits(parsed_rows: Sequence[Mapping[str, Any]], places: UpsertResult) -> dict[int, set[int]]:
    """Return by what each organisation of the rows may be found to be the same as another."""
    found: dict[int, set[int]] = {}
    for parsed in parsed_rows:
        organisation = parsed["organisation"]
        if organisation:
            found.setdefault(places.ids[organisation["key"]], set()).update(organisation["traits"])
    return found


def _write_projects(run: ImportRun, rows: list[ImportRow], values: dict[int, dict[str, Any]]) -> None:
    new = [row for row in rows if row.state == RowState.NEW]
    updated = [row for row in rows if row.state == RowState.UPDATED]
    for row, pk in zip(new, make_projects(run.call, values=[values[row.place] for row in new]), strict=True):
        row.project_id = pk
    if updated:
        ids = [row.project_id for row in updated if row.project_id]
        rewrite_projects(ids, values=[values[row.place] for row in updated])


def _target(
    row: ImportRow, comparison: Comparison, places: UpsertResult, people: UpsertResult, columns: Columns
) -> dict[str, Any]:
    known = comparison.existing.get(row.parsed["key"])
    organisation, contact = row.parsed["organisation"], row.parsed["contact"]
    return target_values(
        row.parsed,
        current=comparison.current[known.pk] if known else None,
        organisation_id=places.ids[organisation["key"]] if organisation else None,
        contact_id=people.ids[contact["key"]] if contact else None,
        columns=columns,
    )


def _pairs(parsed: dict[str, Any], places: UpsertResult, people: UpsertResult) -> list[Pair]:
    organisation = parsed["organisation"]
    if organisation is None:
        return []
    return [(people.ids[person["key"]], places.ids[organisation["key"]]) for person in people_in(parsed)]


def _parts_before(parsed: dict[str, Any], places: UpsertResult, people: UpsertResult) -> dict[str, Any]:
    """Return what the row did to its organisation and people; the first row that met one answers for it."""
    organisation = parsed["organisation"]
    found = [(places, organisation["key"])] if organisation else []
    names = [organisation["key"]] if organisation and places.names.pop(organisation["key"], None) else []
    return {
        "organisations": [part for settled, key in found if (part := _part_before(settled, settled.ids[key]))],
        "people": [part for person in people_in(parsed) if (part := _part_before(people, people.ids[person["key"]]))],
        "names": names,
    }


def _part_before(settled: UpsertResult, pk: int) -> dict[str, Any] | None:
    is_made = pk in settled.new_ids
    settled.new_ids.discard(pk)
    was = settled.before.pop(pk, None)
    if not (is_made or was):
        return None
    return {"id": pk, "is_made": is_made, "was": was, "now": settled.now.get(pk, {})}


def _renamed(places: UpsertResult, people: UpsertResult, places_named: Collection[int]) -> set[int]:
    """Return the other projects of organisations and people that changed: what may be found of them changed too."""
    changed = {*places.before, *places_named}
    theirs = Project.objects.filter(organisation__in=changed).order_by("pk") if changed else Project.objects.none()
    return {*theirs.values_list("pk", flat=True), *projects_naming(people.before)}


def _name_people(rows: list[ImportRow], people: UpsertResult) -> dict[int, list[int]]:
    """Keep whom rows name besides their contact person, and return who is new, by the row's place."""
    wanted = {
        row.place: [(row.project_id, people.ids[person["key"]]) for person in row.parsed["others"]]
        for row in rows
        if row.project_id and row.parsed["others"]
    }
    pairs = {pair for found in wanted.values() for pair in found}
    if not pairs:
        return {}
    standing = NamedPerson.objects.filter(project__in={pk for pk, _ in pairs}).order_by("pk")
    new = pairs - set(standing.values_list("project_id", "person_id"))
    insert_rows(NamedPerson, ("project_id", "person_id"), sorted(new))
    return {place: sorted({pk for one, pk in found if (one, pk) in new}) for place, found in wanted.items()}


def _touched(comparison: Comparison, pk: int) -> str:
    return next(item.updated_at.isoformat() for item in comparison.existing.values() if item.pk == pk)
