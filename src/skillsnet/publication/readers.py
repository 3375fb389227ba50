"""Reading what a plan is computed from: editions, placements and the engine; a worker's work that writes nothing."""

from collections import defaultdict
from collections.abc import Sequence

from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import effective_decisions
from skillsnet.classification.actions.suggestions import slugs_in_file, suggestion_drafts
from skillsnet.classification.engine import Engine, train_engine
from skillsnet.classification.models import Assignment, Decision
from skillsnet.classification.queries.training_data import confirmed_labels
from skillsnet.classification.rules import DecisionSummary
from skillsnet.publication.plan import (
    ExistingDecision,
    PlannedDecision,
    PlannedTransfer,
    PreviousPlacement,
    ReclassificationPlan,
    is_of_people,
    slugs_in_effect,
)
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import changes_into, file_words


class Planner:
    """Plans the way from one edition to the next; made once, asked batch by batch."""

    def __init__(self, previous: Edition, edition: Edition) -> None:
        self.previous, self.edition = previous, edition
        categories = list(edition.categories.prefetch_related("texts").order_by("pk"))
        self.category_ids = {category.slug: category.pk for category in categories}
        self.words = file_words(edition, categories)
        self.previous_category_ids = {category.slug: category.pk for category in previous.categories.order_by("pk")}
        self.plan = ReclassificationPlan.from_changes(
            changes_into(edition, before=previous),
            max_categories=len(self.category_ids) if edition.taxonomy.is_multi_valued else 1,
        )
        self.engine = self._trained_engine()

    def _trained_engine(self) -> Engine:
        """Return the engine taught with what people confirmed in the old edition and is certain in the new one."""
        results = {pk: self.plan.successors.follow(slugs) for pk, slugs in confirmed_labels(self.previous)}
        certain = {pk: result.certain for pk, result in results.items() if result.certain and not result.questions}
        return train_engine(self.edition, labels=certain)

    def transfers(self, batch: Sequence[Project]) -> list[PlannedTransfer]:
        """Return where each project of a batch goes that is in a category; a constant number of queries."""
        placements = previous_placements(self.previous, [project.pk for project in batch])
        projects = [project for project in batch if project.pk in placements]
        return [
            self.plan.transfer(project.pk, placements[project.pk], ranking, in_file=slugs_in_file(project, self.words))
            for project, ranking in zip(projects, self.engine.rank(projects), strict=True)
        ]

    def slugs_after(self, batch: Sequence[Project], transfers: Sequence[PlannedTransfer]) -> dict[int, tuple[str, ...]]:
        """Return the categories that each project of a batch would have after publishing; a constant number of queries.

        A project that is in no category yet would get the engine's suggestion, or what its file names.
        """
        transferred = {transfer.project_id for transfer in transfers}
        remaining = [project for project in batch if project.pk not in transferred]
        slugs = {pk: slug for slug, pk in self.category_ids.items()}
        suggested = [
            PlannedDecision(
                draft.project_id,
                draft.source,
                tuple(slugs[assignment.category_id] for assignment in draft.assignments),
                origin=draft.origin,
                undoes_id=draft.undoes_id,
            )
            for draft in suggestion_drafts(remaining, self.engine.rank(remaining), self.edition)
        ]
        existing = existing_decisions(self.edition, [project.pk for project in batch])
        return slugs_in_effect(existing, [*(transfer.decision for transfer in transfers), *suggested])


def previous_placements(edition: Edition, ids: Sequence[int]) -> dict[int, PreviousPlacement]:
    """Return where projects are in an edition, or that a person could not tell; three queries."""
    decision_ids = effective_decisions(ids, edition)
    slugs = _slugs_by_decision(list(decision_ids.values()))
    decisions = Decision.objects.filter(pk__in=list(decision_ids.values())).order_by("pk")
    sources = {pk: (source, origin) for pk, source, origin in decisions.values_list("pk", "source", "origin")}
    return {
        project_id: PreviousPlacement(pk, *sources[pk], slugs.get(pk, ()))
        for project_id, pk in decision_ids.items()
        if pk in slugs or is_of_people(*sources[pk])
    }


def existing_decisions(edition: Edition, ids: Sequence[int]) -> list[ExistingDecision]:
    """Return what was decided in an edition about projects; two queries."""
    rows = Decision.objects.filter(project_id__in=ids, edition=edition).order_by("pk")
    decisions = [
        (project_id, DecisionSummary(pk, source, undoes_id, annotation_round_id, origin))
        for project_id, pk, source, undoes_id, annotation_round_id, origin in rows.values_list(
            "project_id", "pk", "source", "undoes_id", "annotation_round_id", "origin"
        )
    ]
    slugs = _slugs_by_decision([summary.id for _, summary in decisions])
    return [ExistingDecision(project_id, summary, slugs.get(summary.id, ())) for project_id, summary in decisions]


def _slugs_by_decision(decision_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the categories of decisions that have any, the main one first; one query."""
    slugs: dict[int, list[str]] = defaultdict(list)
    rows = Assignment.objects.filter(decision__in=decision_ids).order_by("decision", "-is_primary", "pk")
    for decision_id, slug in rows.values_list("decision_id", "category__slug"):
        slugs[decision_id].append(slug)
    return {decision_id: tuple(own_slugs) for decision_id, own_slugs in slugs.items()}
