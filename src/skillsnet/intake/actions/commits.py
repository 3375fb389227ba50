"""Writing an import's rows: a transaction for each batch, resumable after any interruption."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    bump_data_version,
    hold_data,
    index_proposals,
    make_proposals,
    rewrite_proposals,
    run_follow_ups,
)
from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import snapshots
from skillsnet.intake.actions.heartbeat import beating
from skillsnet.intake.actions.previews import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.runs import move
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import Comparison, compare, count_rows, target_values
from skillsnet.participants.actions import Settled, settle_affiliations, settle_organisations, settle_people

WRITTEN = (RowState.NEW, RowState.UPDATED, RowState.UNCHANGED)


def commit(run: ImportRun, *, by: int | None) -> ImportRun:
    """Write the run's rows now and run what follows; see `begin_commit` and `finish_commit`."""
    begin_commit(run, by=by)
    return finish_commit(run)


@transaction.atomic
def begin_commit(run: ImportRun, *, by: int | None) -> bool:
    """Move the run to being written and return whether this call did it."""
    moved = move(run, to=RunState.COMMITTING, among=(RunState.PREVIEW, RunState.FAILED))
    if moved:
        record("intake.begin_commit", subject=f"import:{run.pk}", by=by)
    return moved


def finish_commit(run: ImportRun) -> ImportRun:
    """Write what is not written yet, run what follows, and close the run; can be called again after a kill."""
    with beating(run.pk):
        while _write_batch(run):
            pass
        run.refresh_from_db()
        if run.state != RunState.COMMITTING:
            return run
        changed = list(
            ImportRow.objects.filter(run=run, before__isnull=False, proposal__isnull=False)
            .order_by("proposal")
            .values_list("proposal_id", flat=True)
        )
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
        record("intake.commit", subject=f"import:{run.pk}", by=None, **counts)


@transaction.atomic
def _write_batch(run: ImportRun) -> bool:
    """Write the next rows and return whether there were any; the lock keeps two workers from the same rows."""
    locked = ImportRun.objects.select_for_update().select_related("call").get(pk=run.pk)
    if locked.state != RunState.COMMITTING:
        return False
    waiting = ImportRow.objects.filter(run=run, is_written=False, state__in=WRITTEN)
    rows = list(waiting.order_by("number")[:ROWS_A_BATCH])
    if not rows:
        return False
    hold_data()
    _write(locked, rows)
    locked.done_rows = ImportRow.objects.filter(run=run, is_written=True).count()
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["done_rows", "heartbeat_at"])
    return True


def _write(run: ImportRun, rows: list[ImportRow]) -> None:
    # The data may have changed since the preview: what a row does is decided again, here, under the lock.
    comparison = compare(run.call, rows, mapped=run.mapping.values())
    for row in rows:
        row.state = comparison.states[row.number]
        row.is_written = True
        known = comparison.existing.get(row.candidate["key"])
        row.proposal_id = known.pk if known else None
    changed = [row for row in rows if row.state != RowState.UNCHANGED]
    if changed:
        _write_changed(run, changed, comparison)
    save_rows(rows)


def _write_changed(run: ImportRun, rows: list[ImportRow], comparison: Comparison) -> None:
    candidates = [row.candidate for row in rows]
    places = settle_organisations([item["organisation"] for item in candidates if item["organisation"]])
    people = settle_people([item["contact"] for item in candidates if item["contact"]])
    pairs = {row.number: _pair(row.candidate, places, people) for row in rows}
    made_pairs = settle_affiliations(pair for pair in pairs.values() if pair)
    values = {row.number: _target(run, row, comparison, places, people) for row in rows}
    _write_proposals(run, rows, values)
    reindexed = {row.proposal_id for row in rows if row.proposal_id} | _renamed(places)
    index_proposals(sorted(reindexed))
    bump_data_version()
    was = {pk: {**value, "updated_at": _touched(comparison, pk)} for pk, value in comparison.current.items()}
    stands = snapshots(Proposal.objects.filter(pk__in=[row.proposal_id for row in rows]).order_by("pk"))
    for row in rows:
        known = comparison.existing.get(row.candidate["key"])
        pair = pairs[row.number]
        row.before = {
            "was": was[known.pk] if known else None,
            "now": stands[row.proposal_id or 0],
            "organisation": _part_before(row.candidate["organisation"], places),
            "person": _part_before(row.candidate["contact"], people),
            "affiliation": list(pair) if pair in made_pairs else None,
        }
        made_pairs.discard(pair)


def _write_proposals(run: ImportRun, rows: list[ImportRow], values: dict[int, dict[str, Any]]) -> None:
    new = [row for row in rows if row.state == RowState.NEW]
    updated = [row for row in rows if row.state == RowState.UPDATED]
    for row, pk in zip(new, make_proposals(run.call, values=[values[row.number] for row in new]), strict=True):
        row.proposal_id = pk
    if updated:
        ids = [row.proposal_id for row in updated if row.proposal_id]
        rewrite_proposals(ids, values=[values[row.number] for row in updated])


def _target(run: ImportRun, row: ImportRow, comparison: Comparison, places: Settled, people: Settled) -> dict[str, Any]:
    known = comparison.existing.get(row.candidate["key"])
    organisation, contact = row.candidate["organisation"], row.candidate["contact"]
    return target_values(
        row.candidate,
        current=comparison.current[known.pk] if known else None,
        organisation_id=places.ids[organisation["key"]] if organisation else None,
        contact_id=people.ids[contact["key"]] if contact else None,
        mapped=run.mapping.values(),
    )


def _pair(candidate: dict[str, Any], places: Settled, people: Settled) -> tuple[int, int] | None:
    organisation, contact = candidate["organisation"], candidate["contact"]
    if organisation is None or contact is None:
        return None
    return people.ids[contact["key"]], places.ids[organisation["key"]]


def _part_before(part: dict[str, Any] | None, settled: Settled) -> dict[str, Any] | None:
    """Return what the row did to its organisation or person; the first row that met it answers for it."""
    if part is None:
        return None
    key = part["key"]
    is_made = key in settled.made
    settled.made.discard(key)
    was = settled.before.pop(key, None)
    if not (is_made or was):
        return None
    return {"id": settled.ids[key], "is_made": is_made, "was": was, "now": {name: part[name] for name in was or {}}}


def _renamed(places: Settled) -> set[int]:
    """Return the other proposals of organisations whose type changed: what may be found of them changed too."""
    changed = [places.ids[key] for key in places.before]
    if not changed:
        return set()
    return set(Proposal.objects.filter(organisation__in=changed).order_by("pk").values_list("pk", flat=True))


def _touched(comparison: Comparison, pk: int) -> str:
    return next(item.updated_at.isoformat() for item in comparison.existing.values() if item.pk == pk)
