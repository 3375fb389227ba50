"""Where each project goes when an edition is put in force: computed from values; nothing is read or written here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from skillsnet.classification.engine import ProjectRanking
from skillsnet.classification.enums import PEOPLE, Source
from skillsnet.classification.rules import DecisionSummary, effective_decision
from skillsnet.core.taxonomy import (
    Change,
    CrosswalkResult,
    Kind,
    Successors,
    TransferQuestion,
    TransferStep,
    doubt,
    resolve,
)
from skillsnet.publication.preview import ANY_CATEGORY, PreviewedTransfer


@dataclass(frozen=True)
class PreviousPlacement:
    """Where a project is in the previous edition: the decision, who made it, and the slugs, the main one first."""

    decision_id: int
    source: str
    origin: str
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class PlannedTransfer:
    """Where one project goes: what is certain, what is asked, and its categories until that is decided.

    `is_by_file` says that its file names a new category, and that no person has placed it.
    """

    project_id: int
    previous: PreviousPlacement
    result: CrosswalkResult
    questions: tuple[TransferQuestion, ...]
    slugs: tuple[str, ...]
    ranking: ProjectRanking
    is_by_file: bool = False

    @property
    def decision(self) -> "PlannedDecision":
        """The decision that the transfer makes; what the engine alone had suggested is the engine's still."""
        if self.is_by_file:
            return PlannedDecision(self.project_id, Source.PARTICIPANT, self.slugs)
        if self.previous.source == Source.ENGINE:
            return PlannedDecision(self.project_id, Source.ENGINE, self.slugs)
        origin = self.previous.origin or self.previous.source
        return PlannedDecision(self.project_id, Source.RULE, self.slugs, origin=origin)

    @property
    def doubts(self) -> list[tuple[TransferQuestion, float]]:
        """The questions, one for each old category, each with how near its likeliest options lie."""
        probabilities = {score.slug: score.probability for score in self.ranking.scores}
        first_by_category: dict[str, TransferQuestion] = {}
        for question in self.questions:
            first_by_category.setdefault(question.old, question)
        return [(question, doubt(question, probabilities)) for question in first_by_category.values()]


@dataclass(frozen=True)
class PlannedDecision:
    """A decision in the new edition that publishing would write."""

    project_id: int
    source: Source
    slugs: tuple[str, ...]
    origin: str = ""
    undoes_id: int | None = None


@dataclass(frozen=True)
class ExistingDecision:
    """A decision that the new edition has already, with its slugs."""

    project_id: int
    summary: DecisionSummary
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class ReclassificationPlan:
    """How projects go from one edition to the next, whichever they are."""

    successors: Successors
    added: tuple[str, ...]
    max_categories: int

    @classmethod
    def from_changes(cls, changes: Sequence[Change], *, max_categories: int) -> "ReclassificationPlan":
        """Return the plan that follows a correspondence."""
        added = tuple(change.new for change in changes if change.kind == Kind.ADDED and change.new)
        return cls(Successors(changes), added, max_categories)

    def transfer(
        self, project_id: int, previous: PreviousPlacement, ranking: ProjectRanking, *, in_file: Sequence[str] = ()
    ) -> PlannedTransfer:
        """Return where a project goes, by its previous categories and by what the engine makes of its text.

        `in_file` are the categories of the new edition that its file names, the main one first. Where an added one is
        among them they are the project's, unless a person has placed it: then that is asked about.
        """
        result = self.successors.follow(previous.slugs)
        named = [slug for slug in in_file if slug in self.added]
        if named and not is_of_people(previous.source, previous.origin):
            return self._transfer_by_file(project_id, previous, result, ranking, tuple(in_file), added=named[0])
        probabilities = {score.slug: score.probability for score in ranking.scores}
        slugs = resolve(result, probabilities, added=self.added, max_categories=self.max_categories)
        likely = named or [score.slug for score in ranking.assigned[:1]]
        questions = result.questions + self._questions_about_added(previous, slugs, likely)
        return PlannedTransfer(project_id, previous, result, questions, slugs, ranking)

    def _transfer_by_file(
        self,
        project_id: int,
        previous: PreviousPlacement,
        result: CrosswalkResult,
        ranking: ProjectRanking,
        slugs: tuple[str, ...],
        *,
        added: str,
    ) -> PlannedTransfer:
        """Return that a project goes where its file says; what became of the engine's guess needs no answer then."""
        steps = tuple(
            step if step.new in slugs else TransferStep(step.old, Kind.ADDED.value, added) for step in result.steps
        )
        questions = () if previous.source == Source.ENGINE else result.questions
        result = replace(result, steps=steps)
        return PlannedTransfer(project_id, previous, result, questions, slugs, ranking, is_by_file=True)

    def _questions_about_added(
        self, previous: PreviousPlacement, slugs: Sequence[str], likely: Sequence[str]
    ) -> tuple[TransferQuestion, ...]:
        """Return whether a project belongs to an added category that its file names, or that is likeliest by its text.

        That is for a person to see.
        """
        likeliest = likely[0] if likely else ""
        if likeliest not in self.added or likeliest in slugs or not previous.slugs:
            return ()
        return (TransferQuestion(previous.slugs[0], Kind.ADDED.value, (*slugs[:1], likeliest)),)


def is_of_people(source: str, origin: str) -> bool:
    """Return whether a decision is a person's, also by way of an earlier edition."""
    return source in PEOPLE or origin in PEOPLE


def preview_transfer(transfer: PlannedTransfer) -> PreviewedTransfer:
    """Return a transfer as a preview keeps it."""
    options = tuple(dict.fromkeys(slug for question in transfer.questions for slug in question.options))
    return PreviewedTransfer(
        project_id=transfer.project_id,
        steps=transfer.result.steps,
        slugs=transfer.slugs,
        options=options or ((ANY_CATEGORY,) if transfer.questions else ()),
        is_suggested=transfer.previous.source == Source.ENGINE,
    )


def slugs_in_effect(
    existing: Sequence[ExistingDecision], planned: Sequence[PlannedDecision]
) -> dict[int, tuple[str, ...]]:
    """Return the categories that each project would have once the planned decisions were written."""
    next_id = 1 + max((decision.summary.id for decision in existing), default=0)
    summaries: dict[int, list[DecisionSummary]] = defaultdict(list)
    slugs_by_id: dict[int, tuple[str, ...]] = {}
    for decision in existing:
        summaries[decision.project_id].append(decision.summary)
        slugs_by_id[decision.summary.id] = decision.slugs
    for number, draft in enumerate(planned, start=next_id):
        summary = DecisionSummary(number, draft.source, draft.undoes_id, origin=draft.origin)
        summaries[draft.project_id].append(summary)
        slugs_by_id[number] = draft.slugs
    effective = {project_id: effective_decision(decisions) for project_id, decisions in summaries.items()}
    return {project_id: slugs_by_id[pk] for project_id, pk in effective.items() if pk is not None}
