"""The engine's word about projects, and the participant's own where the file named categories."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from skillsnet.calls.models import Project
from skillsnet.classification.actions.decisions import Draft, Placed, derive_current, lock_projects, write_decisions
from skillsnet.classification.actions.queue import place_queue
from skillsnet.classification.engine import Ranked, learned_engine
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment, Decision, EngineRanking
from skillsnet.classification.training_data import TEXT_FIELDS, text_of
from skillsnet.classification.words import forget_gone_words
from skillsnet.core.classification.active_learning import margins
from skillsnet.core.text import fold
from skillsnet.db.bulk import insert_rows
from skillsnet.db.long_work import give_way
from skillsnet.participants.texts import words_for_computing
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.queries import editions_in_force

BATCH = 500
NAMED_KEY = "category_named"
# Evidence is kept for so many categories of a ranking; of the others only the probability.
EXPLAINED = 5
# A probability that moved less does not make the engine speak anew.
SAME_PROBABILITY = 0.1
RANKING_FIELDS = ("project_id", "edition_id", "scores", "is_told", "margin", "language", "is_fallback")


@dataclass(frozen=True)
class Moved:
    """A project of which the engine says other categories than before."""

    project_id: int
    before_id: int | None
    after_id: int


@dataclass(frozen=True)
class _Said:
    """A decision that stands written, with its categories, the main one first."""

    id: int
    rows: list[tuple[int, float | None, list[dict[str, Any]]]] = field(default_factory=list)

    @property
    def categories(self) -> list[int]:
        return [row[0] for row in self.rows]


def suggest_categories(project_ids: Sequence[int] | None = None) -> int:
    """Give each project its suggested categories, and the participant's own where the file named them.

    In each taxonomy that has an edition in force. What a person decided stands all the same. Then puts the queues in
    order. Returns how many projects were looked at.
    """
    if project_ids is not None and not project_ids:
        return 0
    return max([_suggest_in(edition, project_ids) for edition in editions_in_force()], default=0)


def _suggest_in(edition: Edition, project_ids: Sequence[int] | None) -> int:
    engine = learned_engine(edition)
    looked_at = 0
    for batch in batches(project_ids):
        # Judged before the transaction begins: it keeps others from writing no longer than writing takes.
        rankings = engine.rank(batch)
        with transaction.atomic():
            write_suggestions(batch, rankings, edition)
        give_way()
        looked_at += len(batch)
    place_queue(edition)
    return looked_at


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


def write_suggestions(batch: Sequence[Project], rankings: Sequence[Ranked], edition: Edition) -> list[Moved]:
    """Write what the engine and the files say of a batch where it is new, and return what moved.

    `rankings` are the engine's, in the order of the batch. Call inside a transaction; a constant number of queries.
    """
    ids = [project.pk for project in batch]
    lock_projects(ids)
    categories = list(edition.categories.prefetch_related("texts").order_by("order", "pk"))
    by_slug, by_name = {category.slug: category for category in categories}, _names(categories)
    said = _latest(ids, edition)
    ranked = dict(zip(ids, rankings, strict=True))
    drafts: list[Draft] = []
    for project in batch:
        drafts += _by_the_file(project, _named(project, by_name), said.get((project.pk, Source.PARTICIPANT)))
        before = said.get((project.pk, Source.ENGINE))
        drafts += _by_the_engine(project, ranked[project.pk], before, by_slug)
    written = write_decisions(edition, drafts)
    keep_rankings(ranked, edition)
    derive_current([made.project_id for made in written], edition)
    # What a batch wrote that had read a name just before it was withheld goes when the engine reads again.
    forget_gone_words([made.project_id for made in written if (made.project_id, Source.ENGINE) in said])
    return _moved(written, drafts, said)


def _names(categories: Sequence[Category]) -> dict[str, Category]:
    """Return every way to name a category: slug, number, name in each language."""
    names = {}
    for category in categories:
        for name in (category.slug, *(text.name for text in category.texts.all())):
            names[fold(name)] = category
    return names


def _named(project: Project, by_name: Mapping[str, Category]) -> list[Category]:
    """Return the categories the file named for this project, in its order."""
    named = words_for_computing(project.extra.get(NAMED_KEY, []))
    found = [by_name[fold(name)] for name in named if fold(name) in by_name]
    return list(dict.fromkeys(found))


def _latest(ids: Sequence[int], edition: Edition) -> dict[tuple[int, str], _Said]:
    """Return what the engine and the participant said last of each project; two queries."""
    alive = Decision.objects.filter(project_id__in=ids, edition=edition, undoes=None, undone_by=None, reading=None)
    spoken = alive.filter(source__in=[Source.ENGINE, Source.PARTICIPANT]).order_by()
    latest = spoken.values("project_id", "source").annotate(latest=Max("pk"))
    found = {(row["project_id"], row["source"]): _Said(row["latest"]) for row in latest}
    by_id = {said.id: said for said in found.values()}
    rows: QuerySet[Assignment] = Assignment.objects.filter(decision_id__in=list(by_id)).order_by("-is_primary", "pk")
    for decision_id, *row in rows.values_list("decision_id", "category_id", "probability", "evidence"):
        by_id[decision_id].rows.append((row[0], row[1], row[2]))
    return found


def _by_the_file(project: Project, named: Sequence[Category], before: _Said | None) -> list[Draft]:
    """Return what the participant's own choice makes new: another choice, or none where there was one."""
    ids = [category.pk for category in named]
    if ids == (before.categories if before else []):
        return []
    if not ids and before:
        return [Draft(project.pk, Source.PARTICIPANT, undoes_id=before.id)]
    return [Draft(project.pk, Source.PARTICIPANT, placed=[Placed(pk) for pk in ids])]


def _by_the_engine(
    project: Project, ranked: Ranked, before: _Said | None, by_slug: Mapping[str, Category]
) -> list[Draft]:
    placed = [Placed(by_slug[score.slug].pk, score.probability, score.evidence) for score in ranked.told]
    if before is not None and _is_the_same(before, placed, text_of(project)):
        return []
    return [Draft(project.pk, Source.ENGINE, placed=placed)]


def _is_the_same(before: _Said, placed: Sequence[Placed], text: str) -> bool:
    """Return whether the engine says what it said before, by phrases that still stand where they stood."""
    if before.categories != [item.category_id for item in placed]:
        return False
    for (_, probability, evidence), item in zip(before.rows, placed, strict=True):
        if abs((probability or 0) - (item.probability or 0)) >= SAME_PROBABILITY:
            return False
        if any(text[found.get("start", 0) : found.get("end", 0)] != found.get("phrase") for found in evidence):
            return False
    return True


def keep_rankings(ranked: Mapping[int, Ranked], edition: Edition) -> None:
    """Keep how the engine ranks the categories for some projects, in the place of how it did before."""
    EngineRanking.objects.filter(edition=edition, project_id__in=list(ranked)).delete()
    likely = [{score.slug: score.probability for score in found.scores} for found in ranked.values()]
    gaps = margins(likely, [bool(found.told) for found in ranked.values()])
    rows = (
        (pk, edition.pk, _scores(found), bool(found.told), round(float(gap), 4), found.language, found.is_fallback)
        for (pk, found), gap in zip(ranked.items(), gaps, strict=True)
    )
    insert_rows(EngineRanking, RANKING_FIELDS, rows)


def _scores(found: Ranked) -> list[dict[str, Any]]:
    return [
        {
            "slug": score.slug,
            "probability": score.probability,
            "evidence": list(score.evidence) if place < EXPLAINED else [],
        }
        for place, score in enumerate(found.scores)
    ]


def _moved(written: Sequence[Decision], drafts: Sequence[Draft], said: Mapping[tuple[int, str], _Said]) -> list[Moved]:
    found = []
    for made, draft in zip(written, drafts, strict=True):
        if draft.source != Source.ENGINE:
            continue
        before = said.get((draft.project_id, Source.ENGINE))
        if _places(before.categories if before else []) != _places([placed.category_id for placed in draft.placed]):
            found.append(Moved(draft.project_id, before.id if before else None, made.pk))
    return found


def _places(categories: Sequence[int]) -> tuple[list[int], set[int]]:
    """Return the main category and the set of the others, whose order says nothing."""
    return list(categories[:1]), set(categories[1:])
