"""Taking an import back: what it made goes, what it replaced returns, what somebody stands on stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    bump_data_version,
    hold_data,
    index_proposals,
    remove_proposals,
    rewrite_proposals,
    run_follow_ups,
)
from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import decided_by_people, snapshots
from skillsnet.core.intake import Problem
from skillsnet.intake.actions.heartbeat import beating
from skillsnet.intake.actions.previews import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.runs import move
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.actions import (
    is_claimed,
    remove_affiliations,
    remove_organisations,
    remove_people,
    restore_organisations,
    restore_people,
)


def undo(run: ImportRun, *, by: int | None) -> ImportRun:
    """Take the import back now and run what follows; see `begin_undo` and `finish_undo`."""
    begin_undo(run, by=by)
    return finish_undo(run)


@transaction.atomic
def begin_undo(run: ImportRun, *, by: int | None) -> bool:
    """Move the run to being taken back and return whether this call did it."""
    moved = move(run, to=RunState.UNDOING, among=(RunState.COMMITTED, RunState.FAILED))
    if moved:
        record("intake.begin_undo", subject=f"import:{run.pk}", by=by)
    return moved


def finish_undo(run: ImportRun) -> ImportRun:
    """Take back what is not taken back yet, the last row first; can be called again after a kill."""
    with beating(run.pk):
        is_changed = False
        while _take_back_batch(run):
            is_changed = True
        run.refresh_from_db()
        if run.state != RunState.UNDOING:
            return run
        if is_changed or run.done_rows:
            run_follow_ups(None)
        _close(run)
    run.refresh_from_db()
    return run


@transaction.atomic
def _close(run: ImportRun) -> None:
    kept = ImportRow.objects.filter(run=run, is_written=True, before__isnull=False).count()
    closed = ImportRun.objects.filter(pk=run.pk, state=RunState.UNDOING).update(
        state=RunState.UNDONE, counts={**run.counts, "kept": kept}, finished_at=timezone.now()
    )
    if closed:
        record("intake.undo", subject=f"import:{run.pk}", by=None, kept=kept)


@transaction.atomic
def _take_back_batch(run: ImportRun) -> bool:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.UNDOING:
        return False
    # A kept row stays written, so that the page can name it; the mark keeps it from being met again.
    waiting = ImportRow.objects.filter(run=run, is_written=True, before__isnull=False, before__kept__isnull=True)
    rows = list(waiting.order_by("-number")[:ROWS_A_BATCH])
    if not rows:
        return False
    hold_data()
    _take_back(rows)
    locked.done_rows += len(rows)
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["done_rows", "heartbeat_at"])
    return True


def _take_back(rows: list[ImportRow]) -> None:
    proposals = {
        item.pk: item
        for item in Proposal.objects.filter(pk__in=[row.proposal_id for row in rows if row.proposal_id])
        .select_related("contact")
        .order_by("pk")
    }
    stands = snapshots(proposals.values())
    decided = decided_by_people(proposals)
    gone: list[int] = []
    freed: list[ImportRow] = []
    for row in rows:
        reason = _why_kept(row, proposals, stands, decided)
        if reason:
            row.before = {**row.before, "kept": True} if row.before else row.before
            row.problems = [*row.problems, Problem(reason).as_json()]
        else:
            freed.append(row)
    _restore_proposals(freed, gone)
    _restore_parts(freed)
    bump_data_version()
    for row in freed:
        row.is_written, row.before = False, None
        if row.proposal_id in gone:
            row.proposal_id = None
    save_rows(rows)


def _why_kept(
    row: ImportRow, proposals: dict[int, Proposal], stands: dict[int, dict[str, Any]], decided: set[int]
) -> str:
    """Return the code of why the row's proposal stays as it is, or an empty text."""
    proposal = proposals.get(row.proposal_id or 0)
    before: dict[str, Any] = row.before or {}
    if proposal is None:
        return ""
    if stands[proposal.pk] != before["now"]:
        return "kept_changed"
    if before["was"] is None and proposal.pk in decided:
        return "kept_decided"
    if before["was"] is None and proposal.contact is not None and is_claimed(proposal.contact):
        return "kept_claimed"
    return ""


def _restore_proposals(rows: list[ImportRow], gone: list[int]) -> None:
    """Delete what the rows made and put back what they replaced; deleted ids are added to `gone`."""
    standing = [(row.proposal_id, row.before["was"]) for row in rows if row.proposal_id and row.before]
    gone.extend(pk for pk, was in standing if was is None)
    if gone:
        remove_proposals(gone)
    replaced = [(pk, was) for pk, was in standing if was is not None]
    if replaced:
        rewrite_proposals([pk for pk, _ in replaced], values=[was for _, was in replaced])


def _restore_parts(rows: list[ImportRow]) -> None:
    """Put organisations, people and places back to how they were; those that are needed since stay."""
    befores = [row.before for row in rows if row.before]
    places = [item["organisation"] for item in befores if item["organisation"]]
    people = [item["person"] for item in befores if item["person"]]
    restore_organisations([item for item in places if item["was"]])
    restore_people([item for item in people if item["was"]])
    remove_affiliations([tuple(item["affiliation"]) for item in befores if item["affiliation"]])
    remove_people([item["id"] for item in people if item["is_made"]])
    remove_organisations([item["id"] for item in places if item["is_made"]])
    index_proposals([row.proposal_id for row in rows if row.proposal_id])
