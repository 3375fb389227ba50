"""Several projects of the review queue on one page, each with its most likely categories."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, Max, OuterRef, QuerySet

from skillsnet.calls.models import Project
from skillsnet.classification.enums import Source
from skillsnet.classification.models import Assignment, Decision, EngineRanking, Skip
from skillsnet.classification.queries.pending_review import pending_projects
from skillsnet.classification.queries.queue import RANKED_SHOWN, RankedCategory, Segment, highlighted
from skillsnet.core.classification.stored import StoredScore
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of


@dataclass(frozen=True)
class SeveralItem:
    """A project beside others: its text, its most likely categories, and all others that can be chosen.

    `secondary` are the further categories that are suggested beside the main one.
    """

    project: Project
    title: tuple[Segment, ...]
    summary: tuple[Segment, ...]
    choices: tuple[RankedCategory, ...]
    other_categories: tuple[CategoryView, ...]
    secondary: tuple[CategoryView, ...]
    latest_decision_id: int

    @property
    def is_decided_beforehand(self) -> bool:
        """Whether a category is chosen beforehand."""
        return any(choice.is_primary for choice in self.choices)


def unskipped_projects(edition: Edition, *, user_id: int) -> QuerySet[Project]:
    """Return the pending projects that this person did not skip, in the order of the queue."""
    skips = Skip.objects.filter(user=user_id, edition=edition, project=OuterRef("pk"))
    return pending_projects(edition).filter(~Exists(skips))


def several_items(edition: Edition, projects: Sequence[Project], *, language: str) -> list[SeveralItem]:
    """Return projects as a page shows several of them; four queries, for however many."""
    ids = [project.pk for project in projects]
    views = categories_of(edition, language)
    rankings = {row.project_id: row for row in EngineRanking.objects.filter(edition=edition, project__in=ids)}
    assigned: dict[int, list[int]] = defaultdict(list)
    rows = Assignment.objects.filter(project__in=ids, edition=edition, is_current=True).order_by("-is_primary", "pk")
    for project_id, category_id in rows.values_list("project_id", "category_id"):
        assigned[project_id].append(category_id)
    latest_ids = _latest_ids(edition, ids)
    return [
        _item(project, views, rankings.get(project.pk), assigned[project.pk], latest_ids.get(project.pk, 0))
        for project in projects
    ]


def _latest_ids(edition: Edition, ids: Sequence[int]) -> dict[int, int]:
    """Return the latest decision of each project that was not the engine's."""
    decisions = Decision.objects.filter(project__in=ids, edition=edition, annotation_round=None)
    latest = decisions.exclude(source=Source.ENGINE).order_by().values_list("project_id").annotate(Max("pk"))
    return dict(latest)


def _item(
    project: Project,
    views: Sequence[CategoryView],
    ranking: EngineRanking | None,
    assigned_ids: Sequence[int],
    latest_decision_id: int,
) -> SeveralItem:
    scores: Sequence[StoredScore] = ranking.scores if ranking else ()
    by_slug = {view.slug: view for view in views}
    by_id = {view.id: view for view in views}
    likely = [by_slug[score["slug"]] for score in scores if score["slug"] in by_slug][:RANKED_SHOWN]
    # What is suggested now stands among them, whatever its place.
    likely += [by_id[pk] for pk in assigned_ids[:1] if pk in by_id and by_id[pk] not in likely]
    choices = [_choice(view, scores, assigned_ids) for view in likely]
    # Where nothing is suggested for sure, the likeliest is chosen if words of the text speak for it.
    if choices and not assigned_ids and scores and scores[0]["evidence"]:
        choices[0] = replace(choices[0], is_primary=True)
    title, summary = highlighted(project, choices, scores)
    return SeveralItem(
        project=project,
        title=title,
        summary=summary,
        choices=tuple(choices),
        other_categories=tuple(view for view in views if view not in likely),
        secondary=tuple(by_id[pk] for pk in assigned_ids[1:] if pk in by_id),
        latest_decision_id=latest_decision_id,
    )


def _choice(view: CategoryView, scores: Sequence[StoredScore], assigned_ids: Sequence[int]) -> RankedCategory:
    probabilities: Mapping[str, float] = {score["slug"]: score["probability"] for score in scores}
    return RankedCategory(
        category=view,
        key="",
        probability=probabilities.get(view.slug),
        phrases=(),
        is_primary=list(assigned_ids[:1]) == [view.id],
        is_secondary=view.id in assigned_ids[1:],
        is_requested=False,
    )
