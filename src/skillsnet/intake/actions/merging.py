"""Organisations that may be one, found after they were written; made one, and two again."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from skillsnet.calls.actions import data_changed, index_organisations, index_projects, lock_version
from skillsnet.calls.models import Project
from skillsnet.db.bulk import in_parts
from skillsnet.db.jobs import give_way
from skillsnet.intake.actions.project_merging import keep_projects_different
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries.organisation_matching import likely_duplicates
from skillsnet.intake.queries.stored_values import run_answers
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
    question_count = 0
    compared_ids: set[int] = set()
    for part in in_parts(ids, size=ORGANISATIONS_A_BATCH):
        question_count += _ask(part, without=compared_ids)
        compared_ids.update(part)
        give_way()
    return question_count


def _organisations_of(project_ids: Sequence[int]) -> list[int]:
    """Return the organisations by their keys: those of like names, which are compared, stand near each other."""
    keys_by_id: dict[int, str] = {}
    for part in in_parts(project_ids, size=ORGANISATIONS_A_BATCH):
        rows = Project.objects.filter(pk__in=part)
        with_organisation = rows.filter(organisation__isnull=False).order_by("pk")
        keys_by_id.update(with_organisation.values_list("organisation_id", "organisation__key"))
    return sorted(keys_by_id, key=lambda pk: (keys_by_id[pk], pk))


@transaction.atomic
def _ask(ids: Sequence[int], *, without: Collection[int]) -> int:
    pairs = likely_duplicates(ids, without=without)
    existing_pairs = set(
        SameQuestion.objects.filter(left__in=[left for left, _ in pairs])
        .order_by("pk")
        .values_list("left_id", "right_id")
    )
    fresh = [
        SameQuestion(
            left_id=left,
            right_id=right,
            score=like.score,
            reasons=[[item.code, item.value] for item in like.reasons],
        )
        for (left, right), like in sorted(pairs.items())
        if (left, right) not in existing_pairs
    ]
    SameQuestion.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def keep_different(run: ImportRun) -> None:
    """Keep the answers of an import that two organisations, or projects, are two, so that nobody is asked again."""
    keep_projects_different(run)
    answers = {key: item.different for key, item in run_answers(run).organisations.items() if item.different}
    ids = known_as([*answers, *(item.key for different in answers.values() for item in different if item.key)])
    pairs = {
        tuple(sorted((ids.get(key, 0), item.id or ids.get(item.key, 0))))
        for key, different in answers.items()
        for item in different
    }
    current_ids = current_organisations({pk for pair in pairs for pk in pair})
    current_pairs = {tuple(sorted((current_ids.get(left, 0), current_ids.get(right, 0)))) for left, right in pairs}
    rows = [_different(pair, by=run.by_id) for pair in sorted(current_pairs) if pair[0] and pair[0] != pair[1]]
    SameQuestion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["left", "right"], update_fields=["answer", "by", "answered_at"]
    )


def _different(pair: Sequence[int], *, by: int | None) -> SameQuestion:
    return SameQuestion(
        left_id=pair[0], right_id=pair[1], score=0.5, reasons=[], answer=SameAnswer.DIFFERENT, by_id=by,
        answered_at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def merge_pair(survivor: Organisation, duplicate: Organisation, *, take: Iterable[str], by: int | None) -> Merge:
    """Make two organisations one and tell the rest of the platform; see `participants.actions.merge_organisations`."""
    lock_version()
    merge = merge_organisations(survivor, duplicate, take=take, by=by)
    _tell([survivor.pk, duplicate.pk])
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
