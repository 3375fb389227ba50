"""Deciding, undoing, and deriving which categories apply."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import increment_version
from skillsnet.calls.models import Project
from skillsnet.classification.enums import Outcome, Source
from skillsnet.classification.models import Assignment, Decision, EngineRanking, OpenQuestion, QueuePosition, Skip
from skillsnet.classification.queries import latest_decision_id, latest_valid_decision_id
from skillsnet.classification.rules import DecisionSummary, effective_decision, why_not_undo_decision
from skillsnet.core.classification.stored import StoredEvidence
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import insert_rows
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries.editions import localised_name

BATCH = 500
ASSIGNMENT_FIELDS = (
    *("decision_id", "project_id", "category_id", "edition_id", "is_primary"),
    *("is_current", "probability", "evidence"),
)


class DecisionConflict(Exception):
    """Somebody decided about the project after the page was made; carries the latest decision."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        super().__init__(f"project {decision.project_id}: decision {decision.pk} came in between")


@dataclass(frozen=True)
class AssignmentDraft:
    """A category of a decision that is to be written, with its evidence."""

    category_id: int
    probability: float | None = None
    evidence: Sequence[StoredEvidence] = ()


@dataclass(frozen=True)
class DecisionDraft:
    """A decision that is to be written; its first category is the main one, without any it says "cannot tell".

    `at` is when it was decided, for one that is copied; without it, now.
    """

    project_id: int
    source: Source
    assignments: Sequence[AssignmentDraft] = field(default=())
    by: int | None = None
    note: str = ""
    undoes_id: int | None = None
    annotation_round_id: int | None = None
    carried_from_id: int | None = None
    origin: str = ""
    at: datetime | None = None


def write_decisions(edition: Edition, drafts: Sequence[DecisionDraft]) -> list[Decision]:
    """Write decisions with their assignments and return them; call inside a transaction, then `derive_current`.

    Two queries for each few hundred decisions; a lock on the projects beforehand keeps others from deriving meanwhile.
    """
    now = timezone.now()
    decisions = [
        Decision(
            project_id=draft.project_id,
            edition=edition,
            source=draft.source,
            outcome=_outcome(draft),
            by_id=draft.by,
            at=draft.at or now,
            note=draft.note,
            undoes_id=draft.undoes_id,
            annotation_round_id=draft.annotation_round_id,
            carried_from_id=draft.carried_from_id,
            origin=draft.origin,
        )
        for draft in drafts
    ]
    Decision.objects.bulk_create(decisions, batch_size=BATCH)
    rows = (
        (decision.pk, decision.project_id, assignment.category_id, edition.pk, index == 0, False,
         assignment.probability, list(assignment.evidence))
        for decision, draft in zip(decisions, drafts, strict=True)
        for index, assignment in enumerate(draft.assignments)
    )  # fmt: skip
    insert_rows(Assignment, ASSIGNMENT_FIELDS, rows)
    return decisions


def _outcome(draft: DecisionDraft) -> Outcome:
    if draft.undoes_id is not None:
        return Outcome.UNDONE
    return Outcome.PLACED if draft.assignments else Outcome.CANNOT_TELL


def derive_current(project_ids: Iterable[int], edition: Edition) -> int:
    """Mark the assignments that apply by the decisions, and return how many marks changed; nothing else sets them.

    Call inside a transaction. Locks the projects, so that decisions at the same moment are derived one after another.
    Four queries a batch.
    """
    ids = sorted(set(project_ids))
    return sum(_derive_batch(ids[start : start + BATCH], edition) for start in range(0, len(ids), BATCH))


def lock_projects(ids: Iterable[int]) -> None:
    """Keep others from deciding about these projects until the transaction ends."""
    list(Project.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk").values_list("pk", flat=True))


def _derive_batch(ids: Sequence[int], edition: Edition) -> int:
    lock_projects(ids)
    effective_ids = set(effective_decisions(ids, edition).values())
    rows = Assignment.objects.filter(project_id__in=ids, edition=edition).filter(
        Q(is_current=True) | Q(decision_id__in=effective_ids)
    )
    retired, restored = [], []
    for pk, decision_id, is_current in rows.order_by("pk").values_list("pk", "decision_id", "is_current"):
        if is_current and decision_id not in effective_ids:
            retired.append(pk)
        elif not is_current and decision_id in effective_ids:
            restored.append(pk)
    if retired:
        Assignment.objects.filter(pk__in=retired).update(is_current=False)
    if restored:
        Assignment.objects.filter(pk__in=restored).update(is_current=True)
    return len(retired) + len(restored)


def effective_decisions(ids: Sequence[int], edition: Edition) -> dict[int, int]:
    """Return the decision that applies for each of the projects that has one; one query."""
    decisions_by_project: dict[int, list[DecisionSummary]] = defaultdict(list)
    rows = Decision.objects.filter(project_id__in=ids, edition=edition).order_by("pk")
    values = rows.values_list("project_id", "pk", "source", "undoes_id", "annotation_round_id", "origin")
    for project_id, pk, source, undoes_id, annotation_round_id, origin in values:
        summary = DecisionSummary(pk, source, undoes_id, annotation_round_id, origin)
        decisions_by_project[project_id].append(summary)
    effective = {project_id: effective_decision(decisions) for project_id, decisions in decisions_by_project.items()}
    return {project_id: pk for project_id, pk in effective.items() if pk is not None}


@transaction.atomic
def forget_decisions(edition: Edition, *, by: int | None) -> int:
    """Delete what was decided in an edition that is a draft again, unless a person decided in it; return how many.

    The one place where decisions go: they never counted, and would keep the draft's categories from being changed.
    """
    decisions = Decision._base_manager.filter(edition=edition)
    if not edition.is_at_work or decisions.filter(by__isnull=False).exists():
        return 0
    count = decisions.count()
    for model in (OpenQuestion, EngineRanking, QueuePosition, Skip):
        model.objects.filter(edition=edition).delete()
    decisions.delete()
    record("classification.forget_decisions", subject=f"edition:{edition.pk}", by=by, decisions=count)
    return count


def confirm_categories(
    project: Project, categories: Sequence[Category], *, by: int, expected_latest_id: int | None = None, note: str = ""
) -> Decision:
    """Place a project by a facilitator's decision, the first category as the main one; earlier ones stay on record.

    `expected_latest_id` is the latest decision that the facilitator's page knew (0 for none): when another came in
    between, nothing is written and `DecisionConflict` is raised. The same answer sent twice is written once.
    """
    editions = {category.edition_id for category in categories}
    if len(editions) != 1:
        raise Invalid(_("Choose a main category from the list, then confirm again."))
    edition = Edition.objects.select_related("taxonomy").get(pk=editions.pop())
    if len(set(categories)) > 1 and not edition.taxonomy.is_multi_valued:
        name = localised_name(edition.taxonomy.names, edition.taxonomy.slug)
        raise Invalid(_("A project can be in only one category of “%(taxonomy)s”. Choose one.") % {"taxonomy": name})
    assignments = tuple(AssignmentDraft(category.pk) for category in dict.fromkeys(categories))
    draft = DecisionDraft(project.pk, Source.FACILITATOR, assignments=assignments, by=by, note=note)
    return _decide(draft, edition, expected_latest_id=expected_latest_id)


def say_cannot_tell(
    project: Project, edition: Edition, *, by: int, expected_latest_id: int | None = None, note: str = ""
) -> Decision:
    """Decide that the text has not enough information; the project is in no category and needs no more review."""
    return _decide(
        DecisionDraft(project.pk, Source.FACILITATOR, by=by, note=note), edition, expected_latest_id=expected_latest_id
    )


@transaction.atomic
def _decide(draft: DecisionDraft, edition: Edition, *, expected_latest_id: int | None) -> Decision:
    lock_projects([draft.project_id])
    latest_id = latest_decision_id(draft.project_id, edition)
    if expected_latest_id is not None and latest_id != expected_latest_id:
        latest = Decision.objects.get(pk=latest_id)
        if _is_same_decision(latest, draft):
            return latest
        raise DecisionConflict(latest)
    decision = write_decisions(edition, [draft])[0]
    _apply_decision(decision, edition)
    slugs = Category.objects.filter(pk__in=[assignment.category_id for assignment in draft.assignments])
    record(
        "classification.confirm" if draft.assignments else "classification.cannot_tell",
        subject=f"project:{draft.project_id}",
        by=draft.by,
        decision=decision.pk,
        categories=sorted(slugs.values_list("slug", flat=True)),
    )
    return decision


def _is_same_decision(latest: Decision, draft: DecisionDraft) -> bool:
    latest_categories = latest.assignments.order_by("-is_primary", "pk").values_list("category_id", flat=True)
    has_same_categories = [assignment.category_id for assignment in draft.assignments] == list(latest_categories)
    return has_same_categories and (latest.by_id, latest.outcome) == (draft.by, _outcome(draft))


def _apply_decision(decision: Decision, edition: Edition) -> None:
    derive_current([decision.project_id], edition)
    Skip.objects.filter(project=decision.project_id, edition=edition).delete()
    increment_version([decision.project_id])


@transaction.atomic
def undo_decision(decision: Decision, *, by: int) -> Decision:
    """Undo one's own decision by another that says so; the one before it applies again."""
    lock_projects([decision.project_id])
    edition = decision.edition
    if reason := why_not_undo_decision(
        decision, by=by, latest_id=latest_valid_decision_id(decision.project_id, edition)
    ):
        raise Invalid(reason)
    draft = DecisionDraft(decision.project_id, Source(decision.source), by=by, undoes_id=decision.pk)
    undoing = write_decisions(edition, [draft])[0]
    _apply_decision(undoing, edition)
    record("classification.undo", subject=f"project:{decision.project_id}", by=by, decision=decision.pk)
    return undoing


def skip(project: Project, edition: Edition, *, by: int) -> None:
    """Skip a project until this person has come to the end of the queue. Decides nothing, so not audited."""
    Skip.objects.get_or_create(user_id=by, project=project, edition=edition)


def clear_skips(edition: Edition, *, by: int) -> int:
    """Bring back what this person skipped, and return how many."""
    return Skip.objects.filter(user_id=by, edition=edition).delete()[0]
