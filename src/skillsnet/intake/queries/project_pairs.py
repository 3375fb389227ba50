"""Projects of a call that may be one: found among those that exist, asked about, answered, merged."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from django.db.models import QuerySet

from skillsnet.calls.enums import ProjectKind
from skillsnet.calls.models import Project
from skillsnet.core.intake.record_linkage.project_likeness import ProjectLikeness, ProjectTraits, project_likeness
from skillsnet.core.intake.record_linkage.repeated_projects import base_key
from skillsnet.core.text import tokens
from skillsnet.db.bulk import in_parts
from skillsnet.intake.models import ProjectMerge, ProjectQuestion
from skillsnet.intake.queries.duplicate_projects import TRAIT_COLUMNS, project_traits
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.texts import words_for_computing

ProjectPair = tuple[int, int]
# Who has more projects in a call sends in different ones, and a title of more projects says nothing.
MAX_OF_OWNER = 40
MAX_OF_TITLE = 20
PROJECTS_AT_ONCE = 500


def possible_duplicate_projects() -> QuerySet[ProjectQuestion]:
    """Return the pairs of projects of which nobody has said yet whether they are one, the likeliest first."""
    current = Project.objects.current()
    questions = ProjectQuestion.objects.filter(answer=SameAnswer.OPEN, left__in=current, right__in=current)
    return questions.select_related("left", "right").order_by("-score", "pk")


def different_projects() -> QuerySet[ProjectQuestion]:
    """Return the pairs of which somebody said that they are two, the last answer first."""
    questions = ProjectQuestion.objects.filter(answer=SameAnswer.DIFFERENT).select_related("left", "right")
    return questions.order_by("-answered_at", "-pk")


def project_merges() -> QuerySet[ProjectMerge]:
    """Return the merges of projects, the newest first."""
    return ProjectMerge.objects.select_related("survivor", "duplicate").order_by("-merged_at", "-pk")


def standing_merges(project_ids: Collection[int]) -> set[int]:
    """Return which of the projects are one side of a merge that was not undone."""
    merges = ProjectMerge.objects.filter(undone_at=None).order_by("pk")
    of_survivors = merges.filter(survivor__in=project_ids).values_list("survivor", flat=True)
    of_duplicates = merges.filter(duplicate__in=project_ids).values_list("duplicate", flat=True)
    return {*of_survivors, *of_duplicates}


def likely_project_pairs(project_ids: Sequence[int]) -> dict[ProjectPair, ProjectLikeness]:
    """Return the pairs of projects of one call that may be one, of which one at least is among these.

    Projects that somebody kept apart under one title or number are left out, and those of which each has a number:
    unless their titles are nearly the same, the numbers say that they are two.
    """
    pairs: dict[ProjectPair, ProjectLikeness] = {}
    wanted_ids = set(project_ids)
    for call in Project.objects.filter(pk__in=project_ids).order_by("call").values_list("call", flat=True).distinct():
        near_pairs = sorted(set(_near_pairs(call, wanted_ids)))
        for part in in_parts(near_pairs, size=PROJECTS_AT_ONCE):
            projects = _with_traits({pk for pair in part for pk in pair})
            for left, right in part:
                likeness = _likeness(projects[left], projects[right])
                if likeness is not None:
                    pairs[left, right] = likeness
    return pairs


def _near_pairs(call: int, wanted_ids: set[int]) -> Iterator[ProjectPair]:
    """Yield the pairs that have the organisation, the contact person or the words of the title in common."""
    owners: dict[tuple[str, int], list[int]] = defaultdict(list)
    titles: dict[int, list[int]] = defaultdict(list)
    rows = Project.objects.current().filter(call=call, kind=ProjectKind.PROJECT).order_by("pk")
    # The title is read with what stands by it, so that its words may be asked for.
    for project in rows.only("pk", "title", "country", "withheld", "organisation_id", "contact_id").iterator():
        if project.organisation_id:
            owners["organisation", project.organisation_id].append(project.pk)
        if project.contact_id:
            owners["contact", project.contact_id].append(project.pk)
        titles[hash(tuple(sorted(tokens(words_for_computing(project.title)))))].append(project.pk)
    for blocks, most in ((owners.values(), MAX_OF_OWNER), (titles.values(), MAX_OF_TITLE)):
        for block in blocks:
            if 1 < len(block) <= most:
                yield from (pair for pair in combinations(block, 2) if not wanted_ids.isdisjoint(pair))


def _with_traits(ids: Collection[int]) -> dict[int, tuple[Project, ProjectTraits]]:
    projects = Project.objects.filter(pk__in=ids).select_related("contact").only(*TRAIT_COLUMNS).order_by("pk")
    return {project.pk: (project, project_traits(project)) for project in projects}


def _likeness(left: tuple[Project, ProjectTraits], right: tuple[Project, ProjectTraits]) -> ProjectLikeness | None:
    first, second = left[0], right[0]
    if base_key(first.key) == base_key(second.key):
        return None
    likeness = project_likeness(left[1], right[1])
    if likeness is None or not (first.external_id and second.external_id):
        return likeness
    return likeness if likeness.reasons[0].code in ("same_title", "near_title") else None
