"""Carrying projects over from one edition to the next, a batch at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionDraft,
    derive_current,
    effective_decisions,
    lock_projects,
    write_decisions,
)
from skillsnet.classification.actions.suggestions import save_rankings, write_suggestions
from skillsnet.classification.engine import Engine, ProjectRanking, train_engine
from skillsnet.classification.enums import PEOPLE, Source
from skillsnet.classification.models import Assignment, Decision, OpenQuestion
from skillsnet.classification.queries.training_data import confirmed_labels
from skillsnet.core.taxonomy import Carried, Kind, Question, Successors, doubt, settle
from skillsnet.db.bulk import insert_rows
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import changes_into

BATCH = 500
QUESTION_FIELDS = ("project_id", "edition_id", "old_id", "kind", "options", "doubt")


@dataclass(frozen=True)
class Stood:
    """Where a project stands in the old edition: the decision, whose word it is, and its slugs, the main one first."""

    decision_id: int
    source: str
    origin: str
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Where a project goes: what is certain, what is asked, and where it stands meanwhile."""

    project_id: int
    stood: Stood
    carried: Carried
    questions: tuple[Question, ...]
    stands: tuple[str, ...]
    ranked: ProjectRanking


class Carrier:
    """Plans and writes the passage from one edition to the next; made once, asked batch by batch."""

    def __init__(self, before: Edition, edition: Edition) -> None:
        self.before, self.edition = before, edition
        changes = changes_into(edition, before=before)
        self._heirs = Successors(changes)
        self._added = tuple(change.new for change in changes if change.kind == Kind.ADDED and change.new)
        self._ids = {category.slug: category.pk for category in edition.categories.order_by("pk")}
        self._old_ids = {category.slug: category.pk for category in before.categories.order_by("pk")}
        self._most = len(self._ids) if edition.taxonomy.is_multi_valued else 1
        self.engine = self._learned()

    def _learned(self) -> Engine:
        """Return the engine taught with what people confirmed in the old edition and is certain in the new one."""
        carried = {pk: self._heirs.carry(slugs) for pk, slugs in confirmed_labels(self.before)}
        taught = {pk: found.placed for pk, found in carried.items() if found.placed and not found.questions}
        return train_engine(self.edition, labels=taught)

    def plan(self, batch: Sequence[Project]) -> list[Plan]:
        """Return where each project goes that stands anywhere; a constant number of queries."""
        stood = standing_in(self.before, [project.pk for project in batch])
        going = [project for project in batch if project.pk in stood]
        ranked = self.engine.rank(going)
        return [
            self._planned(project.pk, stood[project.pk], found) for project, found in zip(going, ranked, strict=True)
        ]

    def _planned(self, pk: int, stood: Stood, ranked: ProjectRanking) -> Plan:
        carried = self._heirs.carry(stood.slugs)
        chances = {score.slug: score.probability for score in ranked.scores}
        stands = settle(carried, chances, added=self._added, most=self._most)
        questions = carried.questions + self._new_questions(stood, stands, ranked)
        return Plan(pk, stood, carried, questions, stands, ranked)

    def _new_questions(self, stood: Stood, stands: Sequence[str], ranked: ProjectRanking) -> tuple[Question, ...]:
        """Return whether an added category is the likeliest for a project: that is for a person to see."""
        likeliest = ranked.assigned[0].slug if ranked.assigned else ""
        if likeliest not in self._added or likeliest in stands or not stood.slugs:
            return ()
        return (Question(stood.slugs[0], Kind.ADDED.value, (*stands[:1], likeliest)),)

    def write(self, plans: Sequence[Plan]) -> dict[int, int]:
        """Write a batch's plans, and return the decision that carries each project.

        Call inside a transaction, with the projects locked. What the engine alone had said is the engine's still.
        """
        drafts = [self._draft(plan) for plan in plans]
        written = write_decisions(self.edition, drafts)
        save_rankings({plan.project_id: plan.ranked for plan in plans}, self.edition)
        OpenQuestion.objects.filter(edition=self.edition, project__in=[plan.project_id for plan in plans]).delete()
        insert_rows(OpenQuestion, QUESTION_FIELDS, self._questions(plans))
        derive_current([plan.project_id for plan in plans], self.edition)
        return {made.project_id: made.pk for made in written}

    def _draft(self, plan: Plan) -> DecisionDraft:
        is_engine = plan.stood.source == Source.ENGINE
        chances = {score.slug: score for score in plan.ranked.scores}
        certain = set(plan.carried.placed)
        placed = [
            AssignmentDraft(
                self._ids[slug],
                chances[slug].probability if is_engine or slug not in certain else None,
                chances[slug].evidence if slug in chances else (),
            )
            for slug in plan.stands
        ]
        return DecisionDraft(
            plan.project_id,
            Source.ENGINE if is_engine else Source.RULE,
            assignments=placed,
            carried_from_id=plan.stood.decision_id,
            origin="" if is_engine else plan.stood.origin or plan.stood.source,
        )

    def _questions(self, plans: Sequence[Plan]) -> Iterator[tuple[Any, ...]]:
        for plan in plans:
            chances = {score.slug: score.probability for score in plan.ranked.scores}
            asked: dict[str, Question] = {}
            for question in plan.questions:
                asked.setdefault(question.old, question)
            for question in asked.values():
                yield (
                    *(plan.project_id, self.edition.pk, self._old_ids[question.old], question.kind),
                    *(list(question.options), doubt(question, chances)),
                )


def is_of_people(source: str, origin: str) -> bool:
    """Return whether a decision is a person's, also by way of an earlier edition."""
    return source in PEOPLE or origin in PEOPLE


def standing_in(edition: Edition, ids: Sequence[int]) -> dict[int, Stood]:
    """Return where projects stand in an edition, or that a person could not tell; three queries."""
    stands = effective_decisions(ids, edition)
    slugs: dict[int, list[str]] = {pk: [] for pk in stands.values()}
    rows = Assignment.objects.filter(decision__in=list(slugs)).order_by("decision", "-is_primary", "pk")
    for decision_id, slug in rows.values_list("decision_id", "category__slug"):
        slugs[decision_id].append(slug)
    found = Decision.objects.filter(pk__in=list(slugs)).order_by("pk")
    said = {pk: (source, origin) for pk, source, origin in found.values_list("pk", "source", "origin")}
    return {
        project_id: Stood(pk, *said[pk], tuple(slugs[pk]))
        for project_id, pk in stands.items()
        if slugs[pk] or is_of_people(*said[pk])
    }


def carry_batch(carrier: Carrier, batch: Sequence[Project]) -> list[tuple[Plan, int]]:
    """Plan and write a batch, and return each plan with the decision that carries it; call inside a transaction.

    What stood nowhere gets the engine's word in the new edition.
    """
    lock_projects([project.pk for project in batch])
    plans = carrier.plan(batch)
    made = carrier.write(plans)
    others = [project for project in batch if project.pk not in made]
    if others:
        write_suggestions(others, carrier.engine.rank(others), carrier.edition)
    return [(plan, made[plan.project_id]) for plan in plans]


def retract_batch(edition: Edition, decision_ids: Sequence[int]) -> None:
    """Take decisions back that carried projects over; call inside a transaction."""
    rows = Decision.objects.filter(pk__in=decision_ids, undone_by=None).order_by("pk")
    drafts = [DecisionDraft(row.project_id, Source(row.source), undoes_id=row.pk, origin=row.origin) for row in rows]
    lock_projects([draft.project_id for draft in drafts])
    write_decisions(edition, drafts)
    ids = [draft.project_id for draft in drafts]
    OpenQuestion.objects.filter(edition=edition, project__in=ids).delete()
    derive_current(ids, edition)
