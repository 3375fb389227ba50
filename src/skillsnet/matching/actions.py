"""Finding which projects work on similar issues."""

from collections.abc import Sequence

from django.db import transaction

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_texts
from skillsnet.core.matching import Similar, similar
from skillsnet.db.long_work import give_way
from skillsnet.matching.models import Suggestion

SIMILAR_COUNT = 6
BATCH = 2000
PROJECTS_AT_ONCE = 500


def refresh_similar(project_ids: Sequence[int] | None = None) -> int:
    """Find each project's similar projects anew, among all; returns how many pairs stand.

    One new text changes which words are telling for all, so all are compared whatever changed.
    """
    rows = list(public_texts(Project.objects.all()))
    ids = [pk for pk, _, _ in rows]
    neighbours = similar([text for _, text, _ in rows], [language or None for *_, language in rows], k=SIMILAR_COUNT)
    written = 0
    # A part at a time: all at once keeps others from writing for longer than they wait. Done again after a kill.
    for start in range(0, len(ids), PROJECTS_AT_ONCE):
        written += _write(ids, neighbours, range(start, min(start + PROJECTS_AT_ONCE, len(ids))))
        give_way()
    return written


@transaction.atomic
def _write(ids: Sequence[int], neighbours: Sequence[Sequence[Similar]], part: range) -> int:
    """Write the similar projects of a part of all in the place of those that stand, and return how many.

    A project that has gone since it was read is left out; whoever took it away has this done again.
    """
    told = {ids[index] for index in part} | {ids[found.index] for index in part for found in neighbours[index]}
    standing = set(Project.objects.select_for_update().filter(pk__in=told).order_by("pk").values_list("pk", flat=True))
    suggestions = [
        Suggestion(
            project_id=ids[index],
            other_id=ids[found.index],
            rank=rank,
            score=found.score,
            shared=list(found.shared),
        )
        for index in part
        for rank, found in enumerate(neighbours[index])
        if ids[index] in standing and ids[found.index] in standing
    ]
    Suggestion.objects.filter(project__in=[ids[index] for index in part]).delete()
    Suggestion.objects.bulk_create(suggestions, batch_size=BATCH)
    return len(suggestions)
