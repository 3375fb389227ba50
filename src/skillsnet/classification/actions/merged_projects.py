"""What people decided about a project, and asked for, follows a merge into another one, and returns on undo."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from skillsnet.audit.actions import record
from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionDraft,
    derive_current,
    lock_projects,
    write_decisions,
)
from skillsnet.classification.enums import PEOPLE, CorrectionState, Source
from skillsnet.classification.models import Assignment, CorrectionRequest, Decision, Skip
from skillsnet.classification.rules import DecisionSummary
from skillsnet.taxonomy.models import Edition


@transaction.atomic
def carry_decisions(survivor_id: int, duplicate_id: int, *, by: int | None) -> None:
    """Let what people decided about a merged project hold for the one that stays, where nobody decided as much there.

    The decisions keep their authors and dates. Those of the project that is merged stay with it.
    """
    lock_projects([survivor_id, duplicate_id])
    decisions_of_duplicate = _decisions_by_people(duplicate_id)
    weights_of_survivor = _weights(_decisions_by_people(survivor_id))
    weights = _weights(decisions_of_duplicate)
    for edition in Edition.objects.filter(pk__in=weights).order_by("pk"):
        if weights[edition.pk] > weights_of_survivor.get(edition.pk, 0):
            decisions = [decision for decision in decisions_of_duplicate if decision.edition_id == edition.pk]
            write_decisions(edition, [_copy(decision, survivor_id) for decision in decisions])
            derive_current([survivor_id], edition)
            Skip.objects.filter(project=survivor_id, edition=edition).delete()
            record(
                "classification.carry_decisions",
                subject=f"project:{survivor_id}",
                by=by,
                merged=duplicate_id,
                edition=edition.pk,
                decisions=len(decisions),
            )


@transaction.atomic
def return_decisions(survivor_id: int, duplicate_id: int, *, by: int | None) -> None:
    """Undo what `carry_decisions` wrote; what somebody decided since stays."""
    lock_projects([survivor_id, duplicate_id])
    copies = Decision.objects.filter(project=survivor_id, carried_from__project=duplicate_id, undone_by=None)
    for edition in Edition.objects.filter(decisions__in=copies).distinct().order_by("pk"):
        decisions = list(copies.filter(edition=edition).order_by("pk"))
        drafts = [
            DecisionDraft(survivor_id, Source(decision.source), by=by, undoes_id=decision.pk, origin=decision.origin)
            for decision in decisions
        ]
        write_decisions(edition, drafts)
        derive_current([survivor_id], edition)
        record(
            "classification.return_decisions",
            subject=f"project:{survivor_id}",
            by=by,
            merged=duplicate_id,
            edition=edition.pk,
            decisions=len(decisions),
        )


@transaction.atomic
def carry_correction_requests(survivor_id: int, duplicate_id: int, *, by: int | None) -> None:
    """Let open requests about a merged project be about the one that stays; they wait where it has one itself."""
    requests = _open_requests(duplicate_id).exclude(edition__in=_open_requests(survivor_id).values("edition"))
    for request in list(requests):
        original = request.original_project_id or duplicate_id
        _move_request(request, survivor_id, original=original, act="carry", merged=duplicate_id, by=by)


@transaction.atomic
def return_correction_requests(survivor_id: int, duplicate_id: int, *, by: int | None) -> None:
    """Let requests that came with a merged project be about it again; those that were answered since stay."""
    within = _merged_into(duplicate_id)
    for request in list(_open_requests(survivor_id).filter(original_project__in=within)):
        original = None if request.original_project_id == duplicate_id else request.original_project_id
        _move_request(request, duplicate_id, original=original, act="return", merged=duplicate_id, by=by)


def _move_request(
    request: CorrectionRequest, project_id: int, *, original: int | None, act: str, merged: int, by: int | None
) -> None:
    request.project_id, request.original_project_id = project_id, original
    request.save(update_fields=["project", "original_project"])
    details = {"merged": merged, "request": request.pk}
    record(f"classification.{act}_correction_request", subject=f"project:{project_id}", by=by, **details)


def _open_requests(project_id: int) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(project=project_id, state=CorrectionState.OPEN).order_by("pk")


def _merged_into(project_id: int) -> set[int]:
    """Return a project with all that were merged into it before, and into these."""
    ids, newest = {project_id}, {project_id}
    while newest:
        merged = Project.objects.filter(merged_into__in=newest).order_by("pk").values_list("pk", flat=True)
        newest = set(merged) - ids
        ids |= newest
    return ids


def _decisions_by_people(project_id: int) -> QuerySet[Decision]:
    """Return what people decided about a project in any edition and nobody undid, the earliest first."""
    by_people = Q(source__in=PEOPLE) | Q(source=Source.RULE, origin__in=PEOPLE)
    decisions = Decision.objects.filter(by_people, project=project_id, annotation_round=None)
    return decisions.filter(undoes=None, undone_by=None).order_by("pk")


def _weights(decisions: Collection[Decision] | QuerySet[Decision]) -> dict[int, int]:
    """Return how much the weightiest decision counts in each edition."""
    weights: dict[int, int] = {}
    for decision in decisions:
        weight = DecisionSummary(decision.pk, decision.source, origin=decision.origin).weight
        weights[decision.edition_id] = max(weight, weights.get(decision.edition_id, 0))
    return weights


def _copy(decision: Decision, project_id: int) -> DecisionDraft:
    """Return the decision about another project; its evidence stays, as it stands in the other's text."""
    categories = Assignment.objects.filter(decision=decision).order_by("-is_primary", "pk")
    return DecisionDraft(
        project_id,
        Source(decision.source),
        assignments=[AssignmentDraft(pk) for pk in categories.values_list("category_id", flat=True)],
        by=decision.by_id,
        note=decision.note,
        carried_from_id=decision.pk,
        origin=decision.origin,
        at=decision.at,
    )
