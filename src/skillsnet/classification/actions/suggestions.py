"""Decisions of the engine about projects, and of the participant where the file named categories."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max, QuerySet

from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionDraft,
    derive_current,
    lock_projects,
    write_decisions,
)
from skillsnet.classification.actions.evidence_redaction import redact_evidence
from skillsnet.classification.actions.queue import order_queue
from skillsnet.classification.engine import ProjectRanking, train_engine
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment, Decision, EngineRanking
from skillsnet.classification.queries.training_data import TEXT_FIELDS, engine_text
from skillsnet.core.classification.active_learning import margins
from skillsnet.core.classification.stored import StoredEvidence, StoredScore
from skillsnet.db.bulk import insert_rows
from skillsnet.db.jobs import give_way
from skillsnet.participants.texts import words_for_computing
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import FileWords, editions_in_force, file_words

BATCH = 500
NAMED_KEY = "category_named"
# Evidence is kept for so many categories of a ranking; of the others only the probability.
EXPLAINED_CATEGORIES = 5
# A smaller change of a probability makes no new decision of the engine.
SAME_PROBABILITY = 0.1
RANKING_FIELDS = ("project_id", "edition_id", "scores", "is_conclusive", "margin", "language", "is_fallback")


@dataclass(frozen=True)
class SuggestionChange:
    """A project of which the engine says other categories than before: the ids of both decisions."""

    project_id: int
    before_id: int | None
    after_id: int


@dataclass(frozen=True)
class _LatestDecision:
    """The latest decision of the engine or the participant, with its categories, the main one first."""

    id: int
    rows: list[tuple[int, float | None, list[StoredEvidence]]] = field(default_factory=list)

    @property
    def categories(self) -> list[int]:
        return [row[0] for row in self.rows]


LatestDecisions = Mapping[tuple[int, str], _LatestDecision]


def suggest_categories(project_ids: Sequence[int] | None = None) -> int:
    """Give each project its suggested categories, and the participant's own where the file named them.

    In each taxonomy that has an edition in force. What a person decided still applies. Then orders the review queues.
    Returns how many projects were read.
    """
    if project_ids is not None and not project_ids:
        return 0
    return max([_suggest_in(edition, project_ids) for edition in editions_in_force()], default=0)


def _suggest_in(edition: Edition, project_ids: Sequence[int] | None) -> int:
    engine = train_engine(edition)
    project_count = 0
    for batch in batches(project_ids):
        # Ranked before the transaction begins: it keeps others from writing no longer than writing takes.
        rankings = engine.rank(batch)
        with transaction.atomic():
            write_suggestions(batch, rankings, edition)
        give_way()
        project_count += len(batch)
    order_queue(edition)
    return project_count


def batches(project_ids: Sequence[int] | None, *, after: int = 0) -> Iterator[list[Project]]:
    """Yield projects as the engine reads them, a few hundred at a time by their ids; all after one, or those named."""
    projects = Project.objects.order_by("pk").only(*TEXT_FIELDS)
    if project_ids is not None:
        ids = sorted(project_ids)
        for start in range(0, len(ids), BATCH):
            yield list(projects.filter(pk__in=ids[start : start + BATCH]))
        return
    while batch := list(projects.filter(pk__gt=after)[:BATCH]):
        yield batch
        after = batch[-1].pk


def write_suggestions(
    batch: Sequence[Project], rankings: Sequence[ProjectRanking], edition: Edition
) -> list[SuggestionChange]:
    """Write what the engine and the files say of a batch where it is new, and return which suggestions changed.

    `rankings` are the engine's, in the order of the batch. Call inside a transaction; a constant number of queries.
    """
    ids = [project.pk for project in batch]
    lock_projects(ids)
    latest = _latest_decisions(ids, edition)
    rankings_by_id = dict(zip(ids, rankings, strict=True))
    drafts = _suggestion_drafts(batch, rankings_by_id, latest, edition)
    decisions = write_decisions(edition, drafts)
    save_rankings(rankings_by_id, edition)
    derive_current([decision.project_id for decision in decisions], edition)
    # What a batch wrote that had read a name just before it was withheld goes when the engine reads again.
    repeated = [decision.project_id for decision in decisions if (decision.project_id, Source.ENGINE) in latest]
    redact_evidence(repeated)
    return _suggestion_changes(decisions, drafts, latest)


def suggestion_drafts(
    batch: Sequence[Project], rankings: Sequence[ProjectRanking], edition: Edition
) -> list[DecisionDraft]:
    """Return the decisions that `write_suggestions` would write for a batch; reads only, in as many queries."""
    ids = [project.pk for project in batch]
    rankings_by_id = dict(zip(ids, rankings, strict=True))
    return _suggestion_drafts(batch, rankings_by_id, _latest_decisions(ids, edition), edition)


def _suggestion_drafts(
    batch: Sequence[Project], rankings_by_id: Mapping[int, ProjectRanking], latest: LatestDecisions, edition: Edition
) -> list[DecisionDraft]:
    categories = list(edition.categories.prefetch_related("texts").order_by("order", "pk"))
    by_slug, words = {category.slug: category for category in categories}, file_words(edition, categories)
    drafts: list[DecisionDraft] = []
    for project in batch:
        file_categories = [by_slug[slug] for slug in slugs_in_file(project, words)]
        drafts += _drafts_by_file(project, file_categories, latest.get((project.pk, Source.PARTICIPANT)))
        before = latest.get((project.pk, Source.ENGINE))
        drafts += _drafts_by_engine(project, rankings_by_id[project.pk], before, by_slug)
    return drafts


def slugs_in_file(project: Project, words: FileWords) -> list[str]:
    """Return the categories the file named for this project, in its order."""
    return words.slugs(words_for_computing(project.extra.get(NAMED_KEY, [])))


def _latest_decisions(ids: Sequence[int], edition: Edition) -> LatestDecisions:
    """Return the latest decisions of the engine and the participant about each project; two queries."""
    valid = Decision.objects.filter(
        project_id__in=ids, edition=edition, undoes=None, undone_by=None, annotation_round=None
    )
    suggested = valid.filter(source__in=[Source.ENGINE, Source.PARTICIPANT]).order_by()
    latest_ids = suggested.values("project_id", "source").annotate(latest=Max("pk"))
    latest = {(row["project_id"], row["source"]): _LatestDecision(row["latest"]) for row in latest_ids}
    by_id = {decision.id: decision for decision in latest.values()}
    rows: QuerySet[Assignment] = Assignment.objects.filter(decision_id__in=list(by_id)).order_by("-is_primary", "pk")
    for decision_id, *row in rows.values_list("decision_id", "category_id", "probability", "evidence"):
        by_id[decision_id].rows.append((row[0], row[1], row[2]))
    return latest


def _drafts_by_file(
    project: Project, categories: Sequence[Category], before: _LatestDecision | None
) -> list[DecisionDraft]:
    """Return what the participant's own choice makes new: another choice, or none where there was one."""
    ids = [category.pk for category in categories]
    if ids == (before.categories if before else []):
        return []
    if not ids and before:
        return [DecisionDraft(project.pk, Source.PARTICIPANT, undoes_id=before.id)]
    return [DecisionDraft(project.pk, Source.PARTICIPANT, assignments=[AssignmentDraft(pk) for pk in ids])]


def _drafts_by_engine(
    project: Project, ranking: ProjectRanking, before: _LatestDecision | None, by_slug: Mapping[str, Category]
) -> list[DecisionDraft]:
    assignments = [
        AssignmentDraft(by_slug[score.slug].pk, score.probability, score.evidence) for score in ranking.assigned
    ]
    if before is not None and _is_unchanged(before, assignments, engine_text(project)):
        return []
    return [DecisionDraft(project.pk, Source.ENGINE, assignments=assignments)]


def _is_unchanged(before: _LatestDecision, assignments: Sequence[AssignmentDraft], text: str) -> bool:
    """Return whether the engine says what it said before, by phrases that still stand where they stood."""
    if before.categories != [assignment.category_id for assignment in assignments]:
        return False
    for (_, probability, evidence), assignment in zip(before.rows, assignments, strict=True):
        if abs((probability or 0) - (assignment.probability or 0)) >= SAME_PROBABILITY:
            return False
        if any(text[phrase.get("start", 0) : phrase.get("end", 0)] != phrase.get("phrase") for phrase in evidence):
            return False
    return True


def save_rankings(rankings: Mapping[int, ProjectRanking], edition: Edition) -> None:
    """Keep how the engine ranks the categories for some projects, in place of how it did before."""
    EngineRanking.objects.filter(edition=edition, project_id__in=list(rankings)).delete()
    probabilities = [{score.slug: score.probability for score in ranking.scores} for ranking in rankings.values()]
    leads = margins(probabilities, [bool(ranking.assigned) for ranking in rankings.values()])
    rows = (
        (pk, edition.pk, _stored_scores(ranking), bool(ranking.assigned), round(float(lead), 4), ranking.language,
         ranking.is_fallback)
        for (pk, ranking), lead in zip(rankings.items(), leads, strict=True)
    )  # fmt: skip
    insert_rows(EngineRanking, RANKING_FIELDS, rows)


def _stored_scores(ranking: ProjectRanking) -> list[StoredScore]:
    return [
        {
            "slug": score.slug,
            "probability": score.probability,
            "evidence": list(score.evidence) if rank < EXPLAINED_CATEGORIES else [],
        }
        for rank, score in enumerate(ranking.scores)
    ]


def _suggestion_changes(
    decisions: Sequence[Decision], drafts: Sequence[DecisionDraft], latest: LatestDecisions
) -> list[SuggestionChange]:
    changes = []
    for decision, draft in zip(decisions, drafts, strict=True):
        if draft.source != Source.ENGINE:
            continue
        before = latest.get((draft.project_id, Source.ENGINE))
        categories = [assignment.category_id for assignment in draft.assignments]
        if _main_and_other(before.categories if before else []) != _main_and_other(categories):
            changes.append(SuggestionChange(draft.project_id, before.id if before else None, decision.pk))
    return changes


def _main_and_other(categories: Sequence[int]) -> tuple[list[int], set[int]]:
    """Return the main category and the set of the others, whose order says nothing."""
    return list(categories[:1]), set(categories[1:])
