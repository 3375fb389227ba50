"""Reading annotation rounds: who has labelled how much, what comes next, and how far the annotators agree."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.models import AnnotationItem, Assignment, BlindAnnotation, Decision
from skillsnet.core.classification.agreement import AnnotatorAgreement, category_alphas, nominal_alpha
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of

CANNOT_TELL = "cannot_tell"
# By project, then by label: the ids of the label's categories, the main one first.
ProjectLabels = dict[int, dict[int, tuple[int, ...]]]


@dataclass(frozen=True)
class AnnotatorProgress:
    """How many projects of a round one person has labelled."""

    name: str
    is_you: bool
    label_count: int


@dataclass(frozen=True)
class DisputedProject:
    """A project whose labels differ, and how often each label was given: (names, count)."""

    id: int
    title: UnmaskedText
    language: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CategoryResult:
    """How far annotators agree on one category, and the projects on which they differ."""

    category: CategoryView
    agreement: AnnotatorAgreement
    disputed_projects: tuple[DisputedProject, ...]


@dataclass(frozen=True)
class AnnotationResults:
    """The results of a closed round; no label is tied to a person."""

    overall: AnnotatorAgreement
    categories: tuple[CategoryResult, ...]
    agreed_count: int
    disputed_count: int
    single_count: int


def annotation_rounds_of(edition: Edition) -> QuerySet[BlindAnnotation]:
    """Return the rounds of an edition, the latest first, with how many projects each has."""
    return BlindAnnotation.objects.filter(edition=edition).annotate(size=Count("items")).order_by("-at", "-pk")


def annotator_count(annotation_round: BlindAnnotation) -> int:
    """Return how many people have labelled something."""
    return Decision.objects.filter(annotation_round=annotation_round).order_by().values("by").distinct().count()


def progress_of(annotation_round: BlindAnnotation, *, user_id: int) -> list[AnnotatorProgress]:
    """Return how much each annotator has labelled, you first; numbers only."""
    labels = Decision.objects.filter(annotation_round=annotation_round).order_by()
    counts = {row["by"]: row["count"] for row in labels.values("by").annotate(count=Count("pk"))}
    people = {user.pk: user for user in User.objects.filter(pk__in=[pk for pk in counts if pk]).order_by("pk")}
    progress = [
        AnnotatorProgress(
            name=(people[pk].name or people[pk].email) if pk in people else "", is_you=pk == user_id, label_count=count
        )
        for pk, count in counts.items()
    ]
    return sorted(progress, key=lambda row: (not row.is_you, row.name))


def next_item(annotation_round: BlindAnnotation, *, user_id: int) -> AnnotationItem | None:
    """Return the first project of a round that this person has not labelled."""
    own_labels = Decision.objects.filter(annotation_round=annotation_round, by=user_id, project=OuterRef("project"))
    return annotation_round.items.filter(~Exists(own_labels)).select_related("project").order_by("order").first()


def labels_of(annotation_round: BlindAnnotation) -> ProjectLabels:
    """Return each project's labels: label's id to its categories' ids, the main one first; two queries."""
    labels: ProjectLabels = defaultdict(dict)
    decisions = Decision.objects.filter(annotation_round=annotation_round).order_by("project_id", "pk")
    for pk, project_id in decisions.values_list("pk", "project_id"):
        labels[project_id][pk] = ()
    assignments = Assignment.objects.filter(decision__annotation_round=annotation_round)
    rows = assignments.order_by("decision_id", "-is_primary", "pk")
    for project_id, decision_id, category_id in rows.values_list("project_id", "decision_id", "category_id"):
        labels[project_id][decision_id] += (category_id,)
    return dict(labels)


def results_of(annotation_round: BlindAnnotation, language: str) -> AnnotationResults:
    """Return the results of a closed round, in the words of a language; a constant number of queries."""
    views = categories_of(annotation_round.edition, language)
    labels = labels_of(annotation_round)
    views_by_id = {view.id: view for view in views}
    sets = {
        pk: [frozenset(views_by_id[category].slug for category in label) for label in project_labels.values()]
        for pk, project_labels in labels.items()
    }
    primaries = [
        [label[0] if label else CANNOT_TELL for label in project_labels.values()] for project_labels in labels.values()
    ]
    alphas = category_alphas(list(sets.values()), [view.slug for view in views])
    projects = _projects_with_answers(labels, views_by_id)
    results = [_category_result(view, alphas[view.slug], sets, projects) for view in views]
    is_disputed = [
        len(set(_answers(project_labels))) > 1 for project_labels in labels.values() if len(project_labels) > 1
    ]
    return AnnotationResults(
        overall=nominal_alpha(primaries),
        categories=tuple(results),
        agreed_count=is_disputed.count(False),
        disputed_count=is_disputed.count(True),
        single_count=sum(len(project_labels) < 2 for project_labels in labels.values()),
    )


def _category_result(
    view: CategoryView,
    agreement: AnnotatorAgreement,
    sets: dict[int, list[frozenset[str]]],
    projects: dict[int, DisputedProject],
) -> CategoryResult:
    disputed_ids = [pk for pk, slug_sets in sets.items() if len({view.slug in slugs for slugs in slug_sets}) > 1]
    return CategoryResult(view, agreement, tuple(projects[pk] for pk in disputed_ids))


def _answers(project_labels: dict[int, tuple[int, ...]]) -> list[tuple[tuple[int, ...], frozenset[int]]]:
    return [(label[:1], frozenset(label)) for label in project_labels.values()]


def _projects_with_answers(labels: ProjectLabels, views_by_id: dict[int, CategoryView]) -> dict[int, DisputedProject]:
    projects = (
        Project.objects.filter(pk__in=list(labels))
        .order_by("pk")
        .only("pk", "title", "withheld", "language", "country")
    )
    return {
        project.pk: DisputedProject(
            id=project.pk,
            title=project.title,
            language=project.language,
            answers=_label_counts(list(labels[project.pk].values()), views_by_id),
        )
        for project in projects
    }


def _label_counts(
    labels: Sequence[tuple[int, ...]], views_by_id: dict[int, CategoryView]
) -> tuple[tuple[str, int], ...]:
    counts = Counter(labels)
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    return tuple((" · ".join(views_by_id[pk].name for pk in label), counts[label]) for label in ordered)
