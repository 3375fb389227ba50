"""Taking an import back: what it made goes, what it replaced returns, what somebody stands on stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    bump_data_version,
    hold_data,
    index_organisations,
    index_proposals,
    remove_proposals,
    rewrite_proposals,
    run_follow_ups,
)
from skillsnet.calls.models import Proposal
from skillsnet.calls.queries import decided_by_people, snapshots
from skillsnet.core.intake import Problem
from skillsnet.intake.actions.collecting import collecting_seldom
from skillsnet.intake.actions.heartbeat import beating
from skillsnet.intake.actions.links import remove_links
from skillsnet.intake.actions.previews import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.states import begin_timing, move
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.actions import (
    is_claimed,
    remove_affiliations,
    remove_names,
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
    with beating(run.pk), collecting_seldom():
        begin_timing(run)
        before, is_changed = _take_back_batch(run, before=None), False
        while before is not None:
            before, is_changed = _take_back_batch(run, before=before), True
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
        ImportRow.objects.filter(run=run, is_written=True, before__isnull=True).update(is_written=False)
        record("intake.undo", subject=f"import:{run.pk}", by=None, kept=kept)


@transaction.atomic
def _take_back_batch(run: ImportRun, *, before: int | None) -> int | None:
    """Take back the last rows before a place and return the place of the first of them; None when there are none."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.UNDOING:
        return None
    # Ties come last in the file, and go first. A kept row stays written, so that the page can name it; the mark
    # keeps it from being met again.
    waiting = ImportRow.objects.filter(run=run, is_written=True, before__isnull=False, before__kept__isnull=True)
    if before is not None:
        waiting = waiting.filter(place__lt=before)
    rows = list(waiting.order_by("-place").defer("cells", "was_cells", "candidate")[:ROWS_A_BATCH])
    if not rows:
        return None
    hold_data()
    _take_back(rows)
    locked.done_rows += len(rows)
    locked.heartbeat_at = timezone.now()
    locked.save(update_fields=["done_rows", "heartbeat_at"])
    return rows[-1].place


def _take_back(rows: list[ImportRow]) -> None:
    remove_links([row.before["link"] for row in rows if row.before and "link" in row.before])
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
    save_rows(rows, fields=("problems", "before", "is_written", "proposal_id"))


def _why_kept(
    row: ImportRow, proposals: dict[int, Proposal], stands: dict[int, dict[str, Any]], decided: set[int]
) -> str:
    """Return the code of why the row's proposal stays as it is, or an empty text."""
    proposal = proposals.get(row.proposal_id or 0)
    before: dict[str, Any] = row.before or {}
    if proposal is None or "was" not in before:
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
    befores = [(row.proposal_id, row.before) for row in rows if row.proposal_id and row.before]
    standing = [(pk, before["was"]) for pk, before in befores if "was" in before]
    gone.extend(pk for pk, was in standing if was is None)
    if gone:
        remove_proposals(gone)
    replaced = [(pk, was) for pk, was in standing if was is not None]
    if replaced:
        rewrite_proposals([pk for pk, _ in replaced], values=[was for _, was in replaced])


def _restore_parts(rows: list[ImportRow]) -> None:
    """Put organisations, people and places back to how they were; those that are needed since stay."""
    befores = [row.before for row in rows if row.before and "was" in row.before]
    places = [item for before in befores for item in before["organisations"]]
    people = [item for before in befores for item in before["people"]]
    restore_organisations([item for item in places if item["was"]])
    restore_people([item for item in people if item["was"]])
    remove_affiliations([tuple(pair) for before in befores for pair in before["affiliations"]])
    remove_names(key for before in befores for key in before["names"])
    remove_people([item["id"] for item in people if item["is_made"]])
    remove_organisations([item["id"] for item in places if item["is_made"]])
    kept = [row.proposal_id for row in rows if row.proposal_id]
    index_proposals(kept)
    touched = {item["id"] for item in places}
    touched |= set(Proposal.objects.filter(pk__in=kept).order_by("pk").values_list("organisation_id", flat=True)) - {
        None
    }
    index_organisations(sorted(touched))
