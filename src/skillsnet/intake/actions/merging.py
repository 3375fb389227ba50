"""Organisations that may be one, found after they were written; made one, and two again."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.calls.actions import data_changed, index_organisations, index_projects, lock_version
from skillsnet.calls.models import Project
from skillsnet.db.bulk import in_parts
from skillsnet.db.jobs import give_way
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.organisation_matching import same_as_standing
from skillsnet.participants.actions import merge_organisations, undo_merge
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.models import Merge, Organisation, SameQuestion
from skillsnet.participants.queries import current_organisations, known_as

ORGANISATIONS_A_BATCH = 500


def ask_about_organisations(project_ids: Sequence[int] | None = None) -> int:
    """Ask whether the organisations of these projects, or all, are one with others; return how many are asked about.

    What was answered before is not asked again.
    """
    organisations = Organisation.objects.filter(merged_into=None)
    if project_ids is not None:
        ids = _organisations_of(project_ids)
    else:
        ids = list(organisations.order_by("key").values_list("pk", flat=True))
    asked = 0
    done: set[int] = set()
    for part in in_parts(ids, size=ORGANISATIONS_A_BATCH):
        asked += _ask(part, without=done)
        done.update(part)
        give_way()
    return asked


def _organisations_of(project_ids: Sequence[int]) -> list[int]:
    """Return the organisations by their keys: those of like names, which are compared, stand near each other."""
    found: dict[int, str] = {}
    for part in in_parts(project_ids, size=ORGANISATIONS_A_BATCH):
        rows = Project.objects.filter(pk__in=part)
        named = rows.filter(organisation__isnull=False).order_by("pk")
        found.update(named.values_list("organisation_id", "organisation__key"))
    return sorted(found, key=lambda pk: (found[pk], pk))


@transaction.atomic
def _ask(ids: Sequence[int], *, without: Collection[int]) -> int:
    pairs = same_as_standing(ids, without=without)
    known = set(
        SameQuestion.objects.filter(left__in=[left for left, _ in pairs])
        .order_by("pk")
        .values_list("left_id", "right_id")
    )
    fresh = [
        SameQuestion(
            left_id=left, right_id=right, score=like.score, reasons=[[item.code, item.value] for item in like.reasons]
        )
        for (left, right), like in sorted(pairs.items())
        if (left, right) not in known
    ]
    SameQuestion.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def keep_different(run: ImportRun) -> None:
    """Keep the answers of an import that two organisations are two, so that nobody is asked again."""
    answers = {key: choice["not"] for key, choice in run.choices.get("organisations", {}).items() if choice.get("not")}
    ids = known_as([*answers, *(other["key"] for others in answers.values() for other in others if other["key"])])
    pairs = {
        tuple(sorted((ids.get(key, 0), other["id"] or ids.get(other["key"], 0))))
        for key, others in answers.items()
        for other in others
    }
    standing = current_organisations({pk for pair in pairs for pk in pair})
    followed = {tuple(sorted((standing.get(left, 0), standing.get(right, 0)))) for left, right in pairs}
    rows = [_different(pair, by=run.by_id) for pair in sorted(followed) if pair[0] and pair[0] != pair[1]]
    SameQuestion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["left", "right"], update_fields=["answer", "by", "answered_at"]
    )


def _different(pair: Sequence[int], *, by: int | None) -> SameQuestion:
    return SameQuestion(
        left_id=pair[0], right_id=pair[1], score=0.5, reasons=[], answer=SameAnswer.DIFFERENT, by_id=by,
        answered_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def merge_pair(kept: Organisation, gone: Organisation, *, take: Iterable[str], by: int | None) -> Merge:
    """Make two organisations one and tell the rest of the platform; see `participants.actions.merge_organisations`."""
    lock_version()
    merge = merge_organisations(kept, gone, take=take, by=by)
    _tell([kept.pk, gone.pk])
    return merge


@transaction.atomic
def unmerge_pair(merge: Merge, *, by: int | None) -> Merge:
    """Take a merge back and tell the rest of the platform."""
    lock_version()
    undone = undo_merge(merge, by=by)
    _tell([merge.survivor_id, merge.duplicate_id])
    return undone


def _tell(organisations: Sequence[int]) -> None:
    projects: Any = Project.objects.filter(organisation__in=organisations).order_by("pk")
    ids = list(projects.values_list("pk", flat=True))
    index_projects(ids)
    index_organisations(organisations)
    data_changed(ids)
