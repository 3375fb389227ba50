"""Projects that may be one, found after they were written; made one, and two again."""

from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import data_changed, index_organisations, index_projects, lock_version, rewrite_projects
from skillsnet.calls.enums import Permission
from skillsnet.calls.models import Link, NamedPerson, NewsItem, Project
from skillsnet.calls.queries import snapshots
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.row_snapshots import ProjectValues
from skillsnet.db.jobs import give_way
from skillsnet.intake.models import ImportRun, ProjectMerge, ProjectQuestion
from skillsnet.intake.queries.project_pairs import likely_project_pairs
from skillsnet.intake.queries.stored_values import run_answers
from skillsnet.intake.rules import why_not_merge_projects, why_not_undo_project_merge
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.models import Organisation, Person
from skillsnet.participants.texts import words_for_computing

# The likeness of a pair that nobody was asked about: as likely as not.
UNASKED_SCORE = 0.5
# What follows a field that somebody takes from the other project.
STORED_FIELDS: Mapping[str, tuple[str, ...]] = {
    "organisation": ("organisation_id",),
    "contact": ("contact_id",),
    "summary": ("summary", "language"),
    "country": ("country", "region", "work_countries"),
}
# Of these an empty one is filled by the other project's; a country comes with its region.
FILLED_FIELDS = (
    *("organisation", "contact", "summary", "country", "stage", "website", "submitted_on", "languages"),
    *("beneficiaries", "external_id"),
)
Rows = Sequence[Mapping[str, object]]


def ask_about_projects(project_ids: Sequence[int] | None = None) -> int:
    """Ask whether these projects, or all, are one with others of their call; return how many pairs are asked about.

    What was answered before is not asked again.
    """
    if project_ids is None:
        project_ids = list(Project.objects.filter(merged_into=None).order_by("pk").values_list("pk", flat=True))
    pairs = likely_project_pairs(project_ids)
    give_way()
    stored_pairs = ProjectQuestion.objects.filter(left__in=[left for left, _right in pairs]).order_by("pk")
    answered_pairs = set(stored_pairs.values_list("left_id", "right_id"))
    questions = [
        ProjectQuestion(
            left_id=left,
            right_id=right,
            score=likeness.score,
            reasons=[[reason.code, reason.value] for reason in likeness.reasons],
        )
        for (left, right), likeness in sorted(pairs.items())
        if (left, right) not in answered_pairs
    ]
    ProjectQuestion.objects.bulk_create(questions, ignore_conflicts=True, batch_size=500)
    return len(questions)


@transaction.atomic
def answer_different_projects(first: Project, second: Project, *, by: int | None) -> None:
    """Say that two projects are two, so that nobody is asked."""
    _answer(first.pk, second.pk, answer=SameAnswer.DIFFERENT, by=by)
    record("intake.answer_different_projects", subject=f"project:{first.pk}", by=by, other=second.pk)


@transaction.atomic
def ask_again_about_projects(question: ProjectQuestion, *, by: int | None) -> None:
    """Take back that two projects are two: they are asked about again."""
    _answer(question.left_id, question.right_id, answer=SameAnswer.OPEN, by=None)
    record("intake.ask_again_about_projects", subject=f"project:{question.left_id}", by=by, other=question.right_id)


def keep_projects_different(run: ImportRun) -> None:
    """Keep the answers of an import that two projects are two, so that nobody is asked again."""
    answers = {key: answer for key, answer in run_answers(run).projects.items() if answer.is_new and answer.other_key}
    keys = {*answers, *(answer.other_key for answer in answers.values())}
    ids = dict(Project.objects.filter(call=run.call_id, key__in=keys).order_by("pk").values_list("key", "pk"))
    for key, answer in answers.items():
        left, right = ids.get(key), ids.get(answer.other_key)
        if left and right and left != right:
            _answer(left, right, answer=SameAnswer.DIFFERENT, by=run.by_id)


def _answer(first: int, second: int, *, answer: SameAnswer, by: int | None) -> None:
    left, right = sorted((first, second))
    answered_at = None if answer == SameAnswer.OPEN else timezone.now()
    ProjectQuestion.objects.update_or_create(
        left_id=left,
        right_id=right,
        defaults={"answer": answer, "answered_by_id": by, "answered_at": answered_at},
        create_defaults={
            "answer": answer,
            "answered_by_id": by,
            "answered_at": answered_at,
            "score": UNASKED_SCORE,
            "reasons": [],
        },
    )


@transaction.atomic
def merge_projects(survivor: Project, duplicate: Project, *, take: Iterable[str], by: int | None) -> ProjectMerge:
    """Make `duplicate` a part of `survivor`, and tell the rest of the platform.

    `take` names the fields whose values come along; where the survivor says nothing, the duplicate's value does too.
    Its declared links and named people follow, and what people decided about its categories (`AFTER_PROJECT_MERGE`).
    """
    lock_version()
    survivor, duplicate = _lock_both(survivor.pk, duplicate.pk)
    if why_not := why_not_merge_projects(survivor, duplicate):
        raise Invalid(why_not)
    values = snapshots([survivor, duplicate])
    before = values[survivor.pk]
    now = _merged_values(before, values[duplicate.pk], take, is_kept_off=duplicate.is_kept_off)
    rewrite_projects([survivor.pk], values=[{**before, **now}])
    Project.objects.filter(pk=duplicate.pk).update(merged_into=survivor)
    moved_ids, dropped_links = _move_links(duplicate.pk, survivor.pk)
    merge = ProjectMerge.objects.create(
        survivor=survivor,
        duplicate=duplicate,
        before={name: before[name] for name in now},
        now=now,
        moved_ids=moved_ids,
        dropped_links=dropped_links,
        moved_news=_move_news(duplicate, survivor),
        named_people=_name_people(duplicate, survivor),
        merged_by_id=by,
    )
    _run_hooks(settings.AFTER_PROJECT_MERGE, merge, by=by)
    _answer(survivor.pk, duplicate.pk, answer=SameAnswer.SAME, by=by)
    record("intake.merge_projects", subject=f"project:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    _tell([survivor.pk, duplicate.pk])
    return merge


def _merged_values(
    survivor: ProjectValues, duplicate: ProjectValues, take: Iterable[str], *, is_kept_off: bool
) -> dict[str, object]:
    """Return the values of the survivor that change."""
    chosen = {*take, *(name for name in FILLED_FIELDS if not survivor[STORED_FIELDS.get(name, (name,))[0]])}
    names = {stored for name in chosen for stored in STORED_FIELDS.get(name, (name,)) if stored in survivor}
    now = {name: duplicate[name] for name in names if duplicate[name] or name in ("region", "work_countries")}
    first, second = survivor["extra"], duplicate["extra"]
    if isinstance(first, dict) and isinstance(second, dict):
        now["extra"] = {**first, **second} if "extra" in chosen else {**second, **first}
    # A No holds, in whichever of the two it stands.
    for name, is_no in (("may_publish", is_kept_off), ("may_contact", False)):
        if is_no or Permission.NO in (survivor[name], duplicate[name]):
            now[name] = Permission.NO.value
    return {name: value for name, value in now.items() if survivor[name] != value}


def _move_links(source: int, target: int) -> tuple[dict[str, list[int]], list[dict[str, object]]]:
    """Let the links of one project follow to another; those that are there already, or would lead to itself, go."""
    of_target = Link.objects.filter(Q(source=target) | Q(target=target)).order_by("pk")
    existing = {(link.source_id, link.target_id, words_for_computing(link.kind)) for link in of_target}
    moved_ids: dict[str, list[int]] = {"source": [], "target": []}
    dropped: list[dict[str, object]] = []
    for end in ("source", "target"):
        for link in Link.objects.filter(**{end: source}).order_by("pk"):
            ends = {"source": link.source_id, "target": link.target_id, end: target}
            new_ends = (ends["source"], ends["target"], words_for_computing(link.kind))
            if ends["source"] == ends["target"] or new_ends in existing:
                dropped.append(_link_values(link))
                link.delete()
                continue
            existing.add(new_ends)
            moved_ids[end].append(link.pk)
            Link.objects.filter(pk=link.pk).update(**{end: target})
    return moved_ids, dropped


def _link_values(link: Link) -> dict[str, object]:
    names = ("source_id", "target_id", "kind", "label", "direction", "strength")
    return {name: words_for_computing(getattr(link, name)) for name in names}


def _move_news(source: Project, target: Project) -> list[int]:
    items = NewsItem.objects.filter(project=source)
    ids = list(items.order_by("pk").values_list("pk", flat=True))
    items.update(project=target)
    return ids


def _name_people(duplicate: Project, survivor: Project) -> list[int]:
    """Let the survivor name whom the duplicate names, so that their names stay withheld; return who is new."""
    named = set(NamedPerson.objects.filter(project=duplicate).order_by("pk").values_list("person", flat=True))
    people = named | ({duplicate.contact_id} if duplicate.contact_id else set())
    existing = set(NamedPerson.objects.filter(project=survivor).order_by("pk").values_list("person", flat=True))
    new = sorted(people - existing - {survivor.contact_id})
    NamedPerson.objects.bulk_create([NamedPerson(project=survivor, person_id=pk) for pk in new])
    return new


@transaction.atomic
def undo_project_merge(merge: ProjectMerge, *, by: int | None) -> None:
    """Make two projects of one again: what the merge gave returns, unless somebody has changed it since."""
    lock_version()
    survivor, duplicate = _lock_both(merge.survivor_id, merge.duplicate_id)
    merge = ProjectMerge.objects.select_for_update().get(pk=merge.pk)
    if why_not := why_not_undo_project_merge(merge, survivor):
        raise Invalid(why_not)
    current = snapshots([survivor])[survivor.pk]
    unchanged = {name for name, value in merge.now.items() if current[name] == value}
    returned = {name: merge.before[name] for name in unchanged if _still_exists(name, merge.before[name])}
    rewrite_projects([survivor.pk], values=[{**current, **returned}])
    Project.objects.filter(pk=duplicate.pk).update(merged_into=None)
    for end, ids in merge.moved_ids.items():
        Link.objects.filter(pk__in=ids, **{end: survivor}).update(**{end: duplicate})
    NewsItem.objects.filter(pk__in=merge.moved_news, project=survivor).update(project=duplicate)
    _restore_links(merge.dropped_links)
    NamedPerson.objects.filter(project=survivor, person__in=merge.named_people).delete()
    _run_hooks(settings.AFTER_PROJECT_MERGE_UNDO, merge, by=by)
    ProjectMerge.objects.filter(pk=merge.pk).update(undone_at=timezone.now())
    _answer(survivor.pk, duplicate.pk, answer=SameAnswer.OPEN, by=None)
    record("intake.undo_project_merge", subject=f"project:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    _tell([survivor.pk, duplicate.pk])


def _run_hooks(paths: Iterable[str], merge: ProjectMerge, *, by: int | None) -> None:
    for path in paths:
        import_string(path)(merge.survivor_id, merge.duplicate_id, by=by)


def _still_exists(name: str, value: object) -> bool:
    """Return whether an organisation or a person that a project had is there."""
    if name == "organisation_id" and value is not None:
        return Organisation.objects.filter(pk=int(str(value))).exists()
    return name != "contact_id" or value is None or Person.objects.filter(pk=int(str(value))).exists()


def _restore_links(links: Rows) -> None:
    """Make links again whose projects are there."""
    ids = {int(str(link[end])) for link in links for end in ("source_id", "target_id")}
    existing = set(Project.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    restorable = [link for link in links if {link["source_id"], link["target_id"]} <= existing]
    Link.objects.bulk_create([Link(**link) for link in restorable], ignore_conflicts=True)


def _lock_both(survivor: int, duplicate: int) -> tuple[Project, Project]:
    """Return both rows, locked in the order of their ids so that two merges never wait for each other."""
    locked = Project.objects.select_for_update().filter(pk__in=[survivor, duplicate]).order_by("pk")
    rows = {row.pk: row for row in locked}
    if survivor not in rows or duplicate not in rows:
        raise Invalid(_("One of the two projects no longer exists. Go back to the list."))
    return rows[survivor], rows[duplicate]


def _tell(project_ids: Sequence[int]) -> None:
    index_projects(project_ids)
    organisations = Project.objects.filter(pk__in=project_ids, organisation__isnull=False).order_by("organisation")
    index_organisations(sorted(set(organisations.values_list("organisation", flat=True))))
    data_changed(project_ids)
