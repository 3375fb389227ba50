"""Applying a plan to a batch of projects, and taking that back; a worker's work."""

from collections.abc import Iterator, Sequence

from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionDraft,
    derive_current,
    lock_projects,
    write_decisions,
)
from skillsnet.classification.actions.suggestions import save_rankings, write_suggestions
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Decision, OpenQuestion
from skillsnet.db.bulk import insert_rows
from skillsnet.publication.plan import PlannedTransfer
from skillsnet.publication.readers import Planner
from skillsnet.taxonomy.models import Edition

QUESTION_FIELDS = ("project_id", "edition_id", "old_id", "kind", "options", "doubt")


def apply_batch(planner: Planner, batch: Sequence[Project]) -> list[tuple[PlannedTransfer, int]]:
    """Plan and write a batch, and return each transfer with its new decision; call inside a transaction.

    A project that was in no category gets the engine's suggestion in the new edition.
    """
    lock_projects([project.pk for project in batch])
    transfers = planner.transfers(batch)
    decision_ids = write_transfers(planner, transfers)
    remaining = [project for project in batch if project.pk not in decision_ids]
    if remaining:
        write_suggestions(remaining, planner.engine.rank(remaining), planner.edition)
    return [(transfer, decision_ids[transfer.project_id]) for transfer in transfers]


def write_transfers(planner: Planner, transfers: Sequence[PlannedTransfer]) -> dict[int, int]:
    """Write transfers, and return the new decision of each project.

    Call inside a transaction, with the projects locked.
    """
    project_ids = [transfer.project_id for transfer in transfers]
    decisions = write_decisions(planner.edition, [_draft(planner, transfer) for transfer in transfers])
    save_rankings({transfer.project_id: transfer.ranking for transfer in transfers}, planner.edition)
    OpenQuestion.objects.filter(edition=planner.edition, project__in=project_ids).delete()
    insert_rows(OpenQuestion, QUESTION_FIELDS, _question_rows(planner, transfers))
    derive_current(project_ids, planner.edition)
    return {decision.project_id: decision.pk for decision in decisions}


def _draft(planner: Planner, transfer: PlannedTransfer) -> DecisionDraft:
    decision = transfer.decision
    return DecisionDraft(
        transfer.project_id,
        decision.source,
        assignments=[_assignment(planner, transfer, slug) for slug in decision.slugs],
        carried_from_id=transfer.previous.decision_id,
        origin=decision.origin,
    )


def _assignment(planner: Planner, transfer: PlannedTransfer, slug: str) -> AssignmentDraft:
    """Return a category with the engine's reasons; what a file says has none, and what is certain no probability."""
    score = next((score for score in transfer.ranking.scores if score.slug == slug), None)
    if transfer.is_by_file or score is None:
        return AssignmentDraft(planner.category_ids[slug])
    is_guess = transfer.decision.source == Source.ENGINE or slug not in transfer.result.certain
    return AssignmentDraft(planner.category_ids[slug], score.probability if is_guess else None, score.evidence)


def _question_rows(planner: Planner, transfers: Sequence[PlannedTransfer]) -> Iterator[tuple[object, ...]]:
    for transfer in transfers:
        for question, doubt in transfer.doubts:
            yield (
                *(transfer.project_id, planner.edition.pk, planner.previous_category_ids[question.old]),
                *(question.kind, list(question.options), doubt),
            )


def retract_batch(edition: Edition, decision_ids: Sequence[int]) -> None:
    """Take back the decisions of transfers; call inside a transaction."""
    rows = Decision.objects.filter(pk__in=decision_ids, undone_by=None).order_by("pk")
    drafts = [DecisionDraft(row.project_id, Source(row.source), undoes_id=row.pk, origin=row.origin) for row in rows]
    lock_projects([draft.project_id for draft in drafts])
    write_decisions(edition, drafts)
    ids = [draft.project_id for draft in drafts]
    OpenQuestion.objects.filter(edition=edition, project__in=ids).delete()
    derive_current(ids, edition)
