"""Taking words from what is kept as evidence as soon as nobody may read them in the text: a name that is withheld."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_texts
from skillsnet.classification.actions.decisions import lock_projects
from skillsnet.classification.models import Assignment, EngineRanking
from skillsnet.classification.queries.placements import stands_in
from skillsnet.db.bulk import in_parts, update_rows

AT_ONCE = 500

Found = list[dict[str, Any]]


def forget_gone_words(project_ids: Collection[int]) -> int:
    """Take out the evidence that does not stand in these projects' texts as everybody may read them now.

    Of each decision that was ever written, and of the engine's ranking. Returns in how many rows; a constant number of
    queries for each few hundred projects.
    """
    ids = sorted(set(project_ids))
    return sum(_forget(part) for part in in_parts(ids, size=AT_ONCE))


@transaction.atomic
def _forget(ids: Collection[int]) -> int:
    said = Assignment.objects.filter(project__in=ids).exclude(evidence=[])
    kept = EngineRanking.objects.filter(project__in=ids).exclude(scores=[])
    explained = {pk for rows in (said, kept) for pk in rows.order_by().values_list("project_id", flat=True)}
    if not explained:
        return 0
    # As whoever writes evidence does, so that neither waits for a row that the other holds.
    lock_projects(explained)
    texts = {pk: text for pk, text, _ in public_texts(Project.objects.filter(pk__in=explained))}
    evidence = [
        (left, pk)
        for project, found, pk in said.order_by("pk").values_list("project_id", "evidence", "pk")
        if (left := _standing(found, texts.get(project, ""))) != found
    ]
    scores = [
        (left, pk)
        for project, found, pk in kept.order_by("pk").values_list("project_id", "scores", "pk")
        if (left := _scores(found, texts.get(project, ""))) != found
    ]
    update_rows(Assignment, ("evidence",), evidence)
    update_rows(EngineRanking, ("scores",), scores)
    return len(evidence) + len(scores)


def _standing(found: Found, text: str) -> Found:
    return [one for one in found if stands_in(one, text)]


def _scores(found: Found, text: str) -> Found:
    return [{**score, "evidence": _standing(score["evidence"], text)} for score in found]
