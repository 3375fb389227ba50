"""Finding which projects work on similar issues."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from django.db import transaction

from skillsnet.calls.models import Project
from skillsnet.classification.embeddings import installed_embedder
from skillsnet.core.likeness.word_vectors import concept_directions
from skillsnet.core.matching.similarity import Similar, similar_of
from skillsnet.db.jobs import give_way
from skillsnet.facets.search_vectors import forget_search_vectors, stamps_of, write_search_vectors
from skillsnet.matching.described_projects import DescribedProjects, described_projects
from skillsnet.matching.models import Suggestion

SIMILAR_COUNT = 6
BATCH = 2000
PROJECTS_AT_ONCE = 500
NO_ORGANISATION = -1
OWNER_AND_TIME = ("organisation_id", "created_at")
# One that went while all were read.
ABSENT = (None, datetime(1970, 1, 1, tzinfo=UTC))


def refresh_similar(project_ids: Sequence[int] | None = None) -> int:
    """Find each project's similar projects anew, among all but its organisation's; returns how many pairs there are.

    One new text changes which words are distinctive, so all are compared whatever changed.
    """
    described = described_projects()
    ids = described.ids
    owner_and_time = {
        pk: (owner, at) for pk, owner, at in Project.objects.public().order_by("pk").values_list("pk", *OWNER_AND_TIME)
    }
    owners = [owner_and_time.get(pk, ABSENT)[0] or NO_ORGANISATION for pk in ids]
    neighbours = similar_of(described.vectors, k=SIMILAR_COUNT, owners=owners)
    pair_count = 0
    # A part at a time: all at once keeps others from writing for longer than they wait. Done again after a kill.
    for start in range(0, len(ids), PROJECTS_AT_ONCE):
        pair_count += _write_suggestions(ids, neighbours, range(start, min(start + PROJECTS_AT_ONCE, len(ids))))
        give_way()
    made_at = {pk: owner_and_time.get(pk, ABSENT)[1] for pk in ids}
    _write_search_vectors(described, made_at)
    return pair_count


def _write_search_vectors(described: DescribedProjects, made_at: Mapping[int, datetime]) -> None:
    """Write what a search compares a text with: the same concepts, as a web process can read them."""
    if installed_embedder() is not None or not made_at:
        forget_search_vectors()
        return
    directions = concept_directions(described.definitions)
    texts, means = directions.describe_texts(described.vectors, stamps_of(made_at))
    write_search_vectors(directions.words, texts, means)


@transaction.atomic
def _write_suggestions(ids: Sequence[int], neighbours: Sequence[Sequence[Similar]], part: range) -> int:
    """Replace the similar projects of a part of all, and return how many pairs there are now.

    A project that has gone since it was read is left out; whoever took it away has this done again.
    """
    project_ids = {ids[index] for index in part} | {
        ids[neighbour.index] for index in part for neighbour in neighbours[index]
    }
    rows = Project.objects.select_for_update().filter(pk__in=project_ids).order_by("pk")
    existing_ids = set(rows.values_list("pk", flat=True))
    suggestions = [
        Suggestion(
            project_id=ids[index],
            similar_project_id=ids[neighbour.index],
            rank=rank,
            score=neighbour.score,
            shared_words=list(neighbour.shared),
        )
        for index in part
        for rank, neighbour in enumerate(neighbours[index])
        if ids[index] in existing_ids and ids[neighbour.index] in existing_ids
    ]
    Suggestion.objects.filter(project__in=[ids[index] for index in part]).delete()
    Suggestion.objects.bulk_create(suggestions, batch_size=BATCH)
    return len(suggestions)
