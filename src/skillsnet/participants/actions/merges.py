"""Making two organisations one, and two again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.participants.actions.places import settle_owners
from skillsnet.participants.actions.upserts import restore
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.models import Merge, Organisation, OrganisationTrait, SameQuestion
from skillsnet.participants.rules import why_not_merge, why_not_undo_merge
from skillsnet.participants.texts import words_for_computing

MERGED_FIELDS = ("name", "type", "country", "website", "external_id", "city")
# The likeness of a pair that nobody was asked about: as likely as not.
UNASKED_SCORE = 0.5
# What is about the two organisations themselves stays where it is, or is made anew.
NOT_MOVED: tuple[type[models.Model], ...] = (Merge, SameQuestion, OrganisationTrait)


@transaction.atomic
def merge_organisations(
    survivor: Organisation, duplicate: Organisation, *, take: Iterable[str] = (), by: int | None
) -> Merge:
    """Make `duplicate` a part of `survivor`: every row that points at it follows.

    `take` names the fields whose values come along; where the survivor says nothing, the duplicate's value does too.

    Whoever calls this tells the rest of the platform that both organisations' projects changed.
    """
    if survivor.pk != duplicate.pk:
        survivor, duplicate = _lock_both(survivor.pk, duplicate.pk)
    why_not = why_not_merge(survivor, duplicate)
    if why_not:
        raise Invalid(why_not)
    moved_ids, dropped_rows = _move_all(duplicate, survivor)
    fields = {*take, *(name for name in MERGED_FIELDS if not getattr(survivor, name))}
    now = {
        name: words_for_computing(getattr(duplicate, name))
        for name in MERGED_FIELDS
        if name in fields and getattr(duplicate, name)
    }
    before = {name: words_for_computing(getattr(survivor, name)) for name in now}
    Organisation.objects.filter(pk=survivor.pk).update(**now)
    Organisation.objects.filter(pk=duplicate.pk).update(merged_into=survivor)
    merge = Merge.objects.create(
        survivor=survivor,
        duplicate=duplicate,
        before=before,
        now=now,
        moved_ids=moved_ids,
        dropped_rows=dropped_rows,
        by_id=by,
    )
    _answer_question(survivor.pk, duplicate.pk, answer=SameAnswer.SAME, by=by)
    settle_owners([survivor.pk])
    record("participants.merge", subject=f"organisation:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: int | None) -> Merge:
    """Make two organisations of one again: the rows that followed go back, unless they have been moved on since.

    Later merges into the same organisation stay as if this one had never been.
    """
    survivor, duplicate = _lock_both(merge.survivor_id, merge.duplicate_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    why_not = why_not_undo_merge(merge, survivor)
    if why_not:
        raise Invalid(why_not)
    Organisation.objects.filter(pk=duplicate.pk).update(merged_into=None)
    for model, field in _relations():
        label = _relation_label(model, field)
        ids = merge.moved_ids.get(label, [])
        model._default_manager.filter(**{"pk__in": ids, field: survivor}).update(**{field: duplicate})
        rows = [_row_from_json(model, values) for values in merge.dropped_rows.get(label, [])]
        model._default_manager.bulk_create([row for row in rows if _targets_exist(row)])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    later = list(Merge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk).order_by("pk"))
    restore(Organisation, [{"id": survivor.pk, "was": _values_to_restore(merge, later), "now": merge.now}])
    for other in later:
        _move_dropped_rows(other)
        other.save(update_fields=["before", "moved_ids", "dropped_rows"])
    _answer_question(survivor.pk, duplicate.pk, answer=SameAnswer.OPEN, by=None)
    settle_owners([survivor.pk, duplicate.pk])
    record("participants.undo_merge", subject=f"organisation:{survivor.pk}", by=by, gone=duplicate.pk, merge=merge.pk)
    return merge


@transaction.atomic
def answer_different(first: Organisation, second: Organisation, *, by: int | None) -> bool:
    """Say that two organisations are two, so that nobody is asked; return whether this call said it first."""
    left, right = sorted((first.pk, second.pk))
    question, _is_new = SameQuestion.objects.get_or_create(
        left_id=left, right_id=right, defaults={"score": UNASKED_SCORE, "reasons": []}
    )
    update_count = SameQuestion.objects.filter(pk=question.pk, answer=SameAnswer.OPEN).update(
        answer=SameAnswer.DIFFERENT, by_id=by, answered_at=timezone.now()
    )
    if update_count:
        record("participants.answer_different", subject=f"question:{question.pk}", by=by)
    return bool(update_count)


def _lock_both(survivor: int, duplicate: int) -> tuple[Organisation, Organisation]:
    """Return both rows, locked in the order of their ids so that two merges never wait for each other."""
    locked = Organisation.objects.select_for_update().filter(pk__in=[survivor, duplicate]).order_by("pk")
    rows = {row.pk: row for row in locked}
    if len(rows) < 2:
        raise Invalid(
            _("One of the two organisations no longer exists, or they have already been merged. Go back to the list.")
        )
    return rows[survivor], rows[duplicate]


def _relations() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every model and field that points at an organisation, whatever app it is in."""
    for relation in Organisation._meta.related_objects:
        model: type[models.Model] = relation.related_model
        # What is derived from the projects is made anew for whoever remains.
        if model not in NOT_MOVED and not getattr(model, "IS_DERIVED", False):
            yield model, relation.field.name


def _relation_label(model: type[models.Model], field: str) -> str:
    return f"{model._meta.label}.{field}"


def _move_all(
    duplicate: Organisation, survivor: Organisation
) -> tuple[dict[str, list[int]], dict[str, list[dict[str, object]]]]:
    """Move every row that points at the duplicate, and return by relation the ids of those, and the rows dropped."""
    moved_ids: dict[str, list[int]] = {}
    dropped_rows: dict[str, list[dict[str, object]]] = {}
    for model, field in _relations():
        label = _relation_label(model, field)
        rows = list(model._default_manager.filter(**{field: duplicate}).order_by("pk"))
        colliding = _colliding_ids(model, field, rows, survivor)
        dropped_rows[label] = [_row_as_json(row) for row in rows if row.pk in colliding]
        model._default_manager.filter(pk__in=colliding).delete()
        moved_ids[label] = [row.pk for row in rows if row.pk not in colliding]
        model._default_manager.filter(pk__in=moved_ids[label]).update(**{field: survivor})
    return moved_ids, dropped_rows


def _values_to_restore(merge: Merge, later: Sequence[Merge]) -> dict[str, str]:
    """Return the values to put back now; one that a later merge replaced is put back when that one is undone."""
    values = dict(merge.before)
    for name in merge.before:
        successor = next((other for other in later if name in other.before), None)
        if successor is None:
            continue
        value = values.pop(name)
        if successor.before[name] == merge.now[name]:
            successor.before[name] = value
    return values


def _move_dropped_rows(merge: Merge) -> None:
    """Let the rows of a merge follow that it dropped because the survivor had the same, which it has no longer."""
    for model, field in _relations():
        label = _relation_label(model, field)
        key = f"{field}_id"
        dropped = merge.dropped_rows.get(label, [])
        rows = [_row_from_json(model, {**values, key: merge.survivor_id}) for values in dropped]
        colliding = _colliding_ids(model, field, rows, merge.survivor)
        moving = [row for row in rows if row.pk not in colliding and _targets_exist(row)]
        moved_ids = [row.pk for row in model._default_manager.bulk_create(moving)]
        if moved_ids:
            merge.moved_ids[label] = sorted([*merge.moved_ids.get(label, []), *moved_ids])
            merge.dropped_rows[label] = [values for values in dropped if values["id"] not in moved_ids]


def _colliding_ids(
    model: type[models.Model], field: str, rows: Sequence[models.Model], survivor: Organisation
) -> set[int]:
    """Return which rows the survivor has already, as its tables allow each only once."""
    colliding: set[int] = set()
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field not in constraint.fields:
            continue
        names = [name for name in constraint.fields if name != field]
        existing = set(model._default_manager.filter(**{field: survivor}).order_by("pk").values_list(*names))
        attributes = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr]
        colliding |= {row.pk for row in rows if tuple(getattr(row, name) for name in attributes) in existing}
    return colliding


def _row_as_json(row: models.Model) -> dict[str, object]:
    encoder = DjangoJSONEncoder()
    values = {field.attname: words_for_computing(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return {
        name: value if isinstance(value, str | int | float | bool | dict | list | None) else encoder.default(value)
        for name, value in values.items()
    }


def _row_from_json(model: type[models.Model], values: Mapping[str, object]) -> models.Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


def _targets_exist(row: models.Model) -> bool:
    """Return whether everything that a row points at still exists."""
    keys = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    targets = ((field.related_model, getattr(row, field.attname)) for field in keys)
    return all(pk is None or model._default_manager.filter(pk=pk).exists() for model, pk in targets)


def _answer_question(first: int, second: int, *, answer: SameAnswer, by: int | None) -> None:
    left, right = sorted((first, second))
    SameQuestion.objects.filter(left=left, right=right).update(
        answer=answer, by_id=by, answered_at=timezone.now() if answer != SameAnswer.OPEN else None
    )
