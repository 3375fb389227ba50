"""Making two organisations one, and two again."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.participants.actions.upserts import restore
from skillsnet.participants.enums import SameAnswer
from skillsnet.participants.models import (
    Merge,
    Organisation,
    OrganisationTrait,
    SameQuestion,
)
from skillsnet.participants.rules import why_not_merge, why_not_undo_merge
from skillsnet.participants.texts import words_for_computing

MERGED_FIELDS = ("name", "type", "country", "website", "external_id")
# The likeness of a pair that nobody was asked about: as likely as not.
ASKED_BY_NOBODY = 0.5
# What is about the two organisations themselves stays where it is, or is made anew.
STAYS: tuple[type[models.Model], ...] = (Merge, SameQuestion, OrganisationTrait)


@transaction.atomic
def merge_organisations(kept: Organisation, gone: Organisation, *, take: Iterable[str] = (), by: int | None) -> Merge:
    """Make `gone` a part of `kept`: all that hangs on it follows, and `take` names the fields whose values come along.

    Where the kept one says nothing, the other's value comes along too.

    Whoever calls this tells the rest of the platform that both organisations' projects changed.
    """
    if kept.pk != gone.pk:
        kept, gone = _locked(kept.pk, gone.pk)
    why_not = why_not_merge(kept, gone)
    if why_not:
        raise Invalid(why_not)
    moved, dropped = _move_all(gone, kept)
    wanted = {*take, *(name for name in MERGED_FIELDS if not getattr(kept, name))}
    now = {
        name: words_for_computing(getattr(gone, name))
        for name in MERGED_FIELDS
        if name in wanted and getattr(gone, name)
    }
    before = {name: words_for_computing(getattr(kept, name)) for name in now}
    Organisation.objects.filter(pk=kept.pk).update(**now)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=kept)
    merge = Merge.objects.create(kept=kept, gone=gone, before=before, now=now, moved=moved, dropped=dropped, by_id=by)
    _answer(kept.pk, gone.pk, answer=SameAnswer.SAME, by=by)
    record("participants.merge", subject=f"organisation:{kept.pk}", by=by, gone=gone.pk, merge=merge.pk)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, by: int | None) -> Merge:
    """Make two of one again: what followed goes back, unless it has been moved on since."""
    kept, gone = _locked(merge.kept_id, merge.gone_id)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    why_not = why_not_undo_merge(merge, kept)
    if why_not:
        raise Invalid(why_not)
    Organisation.objects.filter(pk=gone.pk).update(merged_into=None)
    for model, field in _relations():
        ids = merge.moved.get(_label(model, field), [])
        model._default_manager.filter(**{"pk__in": ids, field: kept}).update(**{field: gone})
        rows = [_made_again(model, row) for row in merge.dropped.get(_label(model, field), [])]
        model._default_manager.bulk_create([row for row in rows if _can_stand(row)])
    restore(Organisation, [{"id": kept.pk, "was": merge.before, "now": merge.now}])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    _answer(kept.pk, gone.pk, answer=SameAnswer.OPEN, by=None)
    record("participants.undo_merge", subject=f"organisation:{kept.pk}", by=by, gone=gone.pk, merge=merge.pk)
    return merge


@transaction.atomic
def answer_different(first: Organisation, second: Organisation, *, by: int | None) -> bool:
    """Say that two organisations are two, so that nobody is asked; return whether this call said it first."""
    left, right = sorted((first.pk, second.pk))
    question, _made = SameQuestion.objects.get_or_create(
        left_id=left, right_id=right, defaults={"score": ASKED_BY_NOBODY, "reasons": []}
    )
    said = SameQuestion.objects.filter(pk=question.pk, answer=SameAnswer.OPEN).update(
        answer=SameAnswer.DIFFERENT, by_id=by, answered_at=timezone.now()
    )
    if said:
        record("participants.answer_different", subject=f"question:{question.pk}", by=by)
    return bool(said)


def _locked(kept: int, gone: int) -> tuple[Organisation, Organisation]:
    """Return both rows, locked in the order of their ids so that two merges never wait for each other."""
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[kept, gone]).order_by("pk")}
    if len(rows) < 2:
        raise Invalid(
            _("One of the two organisations no longer exists, or they have already been merged. Go back to the list.")
        )
    return rows[kept], rows[gone]


def _relations() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every model and field that points at an organisation, whatever app it is in."""
    for relation in Organisation._meta.related_objects:
        model: type[models.Model] = relation.related_model
        if model not in STAYS:
            yield model, relation.field.name


def _label(model: type[models.Model], field: str) -> str:
    return f"{model._meta.label}.{field}"


def _move_all(gone: Organisation, kept: Organisation) -> tuple[dict[str, list[int]], dict[str, list[dict[str, Any]]]]:
    moved: dict[str, list[int]] = {}
    dropped: dict[str, list[dict[str, Any]]] = {}
    for model, field in _relations():
        rows = list(model._default_manager.filter(**{field: gone}).order_by("pk"))
        twice = _there_already(model, field, rows, kept)
        dropped[_label(model, field)] = [_plain(row) for row in rows if row.pk in twice]
        model._default_manager.filter(pk__in=twice).delete()
        ids = [row.pk for row in rows if row.pk not in twice]
        moved[_label(model, field)] = ids
        model._default_manager.filter(pk__in=ids).update(**{field: kept})
    return moved, dropped


def _there_already(model: type[models.Model], field: str, rows: Sequence[models.Model], kept: Organisation) -> set[int]:
    """Return which rows the kept organisation has already, as its tables allow each only once."""
    twice: set[int] = set()
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint) or field not in constraint.fields:
            continue
        others = [name for name in constraint.fields if name != field]
        standing = set(model._default_manager.filter(**{field: kept}).order_by("pk").values_list(*others))
        attributes = [model._meta.get_field(name).attname for name in others]  # type: ignore[union-attr]
        twice |= {row.pk for row in rows if tuple(getattr(row, name) for name in attributes) in standing}
    return twice


def _plain(row: models.Model) -> dict[str, Any]:
    encoder = DjangoJSONEncoder()
    values = {field.attname: words_for_computing(getattr(row, field.attname)) for field in row._meta.concrete_fields}
    return {
        name: value if isinstance(value, str | int | float | bool | dict | list | None) else encoder.default(value)
        for name, value in values.items()
    }


def _made_again(model: type[models.Model], row: dict[str, Any]) -> models.Model:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in row.items()})


def _can_stand(row: models.Model) -> bool:
    """Whether everything that a row points at is still there."""
    keys = [field for field in row._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    pointed = ((field.related_model, getattr(row, field.attname)) for field in keys)
    return all(pk is None or model._default_manager.filter(pk=pk).exists() for model, pk in pointed)


def _answer(kept: int, gone: int, *, answer: SameAnswer, by: int | None) -> None:
    left, right = sorted((kept, gone))
    SameQuestion.objects.filter(left=left, right=right).update(
        answer=answer, by_id=by, answered_at=timezone.now() if answer != SameAnswer.OPEN else None
    )
