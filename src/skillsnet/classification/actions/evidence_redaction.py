"""Removing evidence as soon as nobody may read its words in the text any more: a name that is withheld."""

from collections.abc import Collection

from django.db import transaction

from skillsnet.calls.models import Project
from skillsnet.calls.queries import public_texts
from skillsnet.classification.actions.decisions import lock_projects
from skillsnet.classification.models import Assignment, EngineRanking
from skillsnet.classification.queries.placements import is_in_text
from skillsnet.core.classification.stored import StoredEvidence, StoredScore
from skillsnet.db.bulk import in_parts, update_rows

AT_ONCE = 500


def redact_evidence(project_ids: Collection[int]) -> int:
    """Remove the evidence that does not stand in these projects' texts as everybody may read them now.

    Of each decision that was ever written, and of the engine's ranking. Returns in how many rows; a constant number of
    queries for each few hundred projects.
    """
    ids = sorted(set(project_ids))
    return sum(_redact_batch(part) for part in in_parts(ids, size=AT_ONCE))


@transaction.atomic
def _redact_batch(ids: Collection[int]) -> int:
    assignments = Assignment.objects.filter(project__in=ids).exclude(evidence=[])
    rankings = EngineRanking.objects.filter(project__in=ids).exclude(scores=[])
    explained = {pk for rows in (assignments, rankings) for pk in rows.order_by().values_list("project_id", flat=True)}
    if not explained:
        return 0
    # As whoever writes evidence does, so that neither waits for a row that the other holds.
    lock_projects(explained)
    texts = {pk: text for pk, text, _ in public_texts(Project.objects.filter(pk__in=explained))}
    changed_evidence = [
        (remaining, pk)
        for project, evidence, pk in assignments.order_by("pk").values_list("project_id", "evidence", "pk")
        if (remaining := _readable_evidence(evidence, texts.get(project, ""))) != evidence
    ]
    changed_scores = [
        (remaining_scores, pk)
        for project, scores, pk in rankings.order_by("pk").values_list("project_id", "scores", "pk")
        if (remaining_scores := _readable_scores(scores, texts.get(project, ""))) != scores
    ]
    update_rows(Assignment, ("evidence",), changed_evidence)
    update_rows(EngineRanking, ("scores",), changed_scores)
    return len(changed_evidence) + len(changed_scores)


def _readable_evidence(evidence: list[StoredEvidence], text: str) -> list[StoredEvidence]:
    return [phrase for phrase in evidence if is_in_text(phrase, text)]


def _readable_scores(scores: list[StoredScore], text: str) -> list[StoredScore]:
    return [{**score, "evidence": _readable_evidence(score["evidence"], text)} for score in scores]
