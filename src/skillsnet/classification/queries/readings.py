"""Reading blind readings: who has labelled how much, what comes next, and how far the readers agree."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from skillsnet.accounts.models import User
from skillsnet.calls.models import Project
from skillsnet.classification.models import Assignment, BlindReading, Decision, ReadingItem
from skillsnet.core.classification.agreement import Agreement, category_alphas, nominal_alpha
from skillsnet.core.text.unmasked import UnmaskedText
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import CategoryView, categories_of

NONE = "cannot_tell"


@dataclass(frozen=True)
class Progress:
    """How much of a reading one person has labelled."""

    who: str
    is_you: bool
    done: int


@dataclass(frozen=True)
class Differing:
    """A project on which readers differ, and what each answer was given how often: (names, count)."""

    id: int
    title: UnmaskedText
    language: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class CategoryResult:
    """How far readers agree on one category, and the projects on which they differ."""

    category: CategoryView
    agreement: Agreement
    differing: tuple[Differing, ...]


@dataclass(frozen=True)
class Results:
    """What a closed reading found; no answer is tied to a person."""

    overall: Agreement
    categories: tuple[CategoryResult, ...]
    agreed_count: int
    disputed_count: int
    single_count: int


def all_readings(edition: Edition) -> QuerySet[BlindReading]:
    """Return the readings of an edition, the latest first, with how many projects each has."""
    return BlindReading.objects.filter(edition=edition).annotate(size=Count("items")).order_by("-at", "-pk")


def reader_count(reading: BlindReading) -> int:
    """Return how many people have labelled something."""
    return Decision.objects.filter(reading=reading).order_by().values("by").distinct().count()


def progress_of(reading: BlindReading, *, user_id: int) -> list[Progress]:
    """Return how much each reader has labelled, you first; numbers only."""
    rows = Decision.objects.filter(reading=reading).order_by().values("by").annotate(done=Count("pk"))
    done = {row["by"]: row["done"] for row in rows}
    people = {user.pk: user for user in User.objects.filter(pk__in=[pk for pk in done if pk]).order_by("pk")}
    found = [
        Progress(who=(people[pk].name or people[pk].email) if pk in people else "", is_you=pk == user_id, done=number)
        for pk, number in done.items()
    ]
    return sorted(found, key=lambda row: (not row.is_you, row.who))


def next_item(reading: BlindReading, *, user_id: int) -> ReadingItem | None:
    """Return the first project of a reading that this person has not labelled."""
    own = Decision.objects.filter(reading=reading, by=user_id, project=OuterRef("project"))
    return reading.items.filter(~Exists(own)).select_related("project").order_by("order").first()


def labels_of(reading: BlindReading) -> dict[int, dict[int, tuple[int, ...]]]:
    """Return each project's labels: label's id to its categories' ids, the main one first; two queries."""
    found: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    labels = Decision.objects.filter(reading=reading).order_by("project_id", "pk")
    for pk, project_id in labels.values_list("pk", "project_id"):
        found[project_id][pk] = ()
    rows = Assignment.objects.filter(decision__reading=reading).order_by("decision_id", "-is_primary", "pk")
    for project_id, decision_id, category_id in rows.values_list("project_id", "decision_id", "category_id"):
        found[project_id][decision_id] += (category_id,)
    return dict(found)


def results_of(reading: BlindReading, language: str) -> Results:
    """Return what a closed reading found, in the words of a language; a constant number of queries."""
    views = categories_of(reading.edition, language)
    labels = labels_of(reading)
    named = {view.id: view for view in views}
    sets = {
        pk: [frozenset(named[category].slug for category in label) for label in said.values()]
        for pk, said in labels.items()
    }
    primaries = [[label[0] if label else NONE for label in said.values()] for said in labels.values()]
    alphas = category_alphas(list(sets.values()), [view.slug for view in views])
    differing = _differing(labels, named)
    results = [_result(view, alphas[view.slug], sets, differing) for view in views]
    is_disputed = [len(set(_answers(said))) > 1 for said in labels.values() if len(said) > 1]
    return Results(
        overall=nominal_alpha(primaries),
        categories=tuple(results),
        agreed_count=is_disputed.count(False),
        disputed_count=is_disputed.count(True),
        single_count=sum(len(said) < 2 for said in labels.values()),
    )


def _result(
    view: CategoryView,
    agreement: Agreement,
    sets: dict[int, list[frozenset[str]]],
    differing: dict[int, Differing],
) -> CategoryResult:
    ids = [pk for pk, said in sets.items() if len({view.slug in label for label in said}) > 1]
    return CategoryResult(view, agreement, tuple(differing[pk] for pk in ids))


def _answers(said: dict[int, tuple[int, ...]]) -> list[tuple[tuple[int, ...], frozenset[int]]]:
    return [(label[:1], frozenset(label)) for label in said.values()]


def _differing(labels: dict[int, dict[int, tuple[int, ...]]], named: dict[int, CategoryView]) -> dict[int, Differing]:
    projects = (
        Project.objects.filter(pk__in=list(labels))
        .order_by("pk")
        .only("pk", "title", "withheld", "language", "country")
    )
    return {
        project.pk: Differing(
            id=project.pk,
            title=project.title,
            language=project.language,
            answers=_counted(list(labels[project.pk].values()), named),
        )
        for project in projects
    }


def _counted(said: Sequence[tuple[int, ...]], named: dict[int, CategoryView]) -> tuple[tuple[str, int], ...]:
    counts = Counter(said)
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    return tuple((" · ".join(named[pk].name for pk in label), counts[label]) for label in ordered)
