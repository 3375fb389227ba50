"""Making columns of the calls' files into extra fields, and reading their values from what the files said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from skillsnet.audit.actions import record
from skillsnet.calls.actions.versions import increment_version, lock_version
from skillsnet.calls.enums import FieldKind
from skillsnet.calls.models import ExtraField, ExtraNumber, ExtraValue, Project
from skillsnet.calls.rules import CellForm, may_be_shown, number_in, why_not_offer
from skillsnet.core.errors import Invalid
from skillsnet.core.text import fold
from skillsnet.core.text.slugs import free_slug, slug_of
from skillsnet.db.bulk import in_parts, insert_rows
from skillsnet.db.jobs import give_way
from skillsnet.participants.texts import words_for_computing
from skillsnet.web.reserved import reserved_words

# Projects read in one question; SQLite takes no more numbers in one.
READ_AT_ONCE = 900
SLUG_LETTERS = 50
# The most values of one project in a field.
MAX_PROJECT_VALUES = 50
# A value with this sign is shown to nobody: `may_be_shown`.
UNSHOWN = "@"
Extras = Sequence[tuple[int, Mapping[str, object]]]


@dataclass(frozen=True)
class FieldDraft:
    """What a facilitator says about an extra field."""

    label: str
    columns: tuple[str, ...]
    kind: str
    audience: str
    separator: str = ""


@transaction.atomic
def add_field(draft: FieldDraft, *, by: int | None) -> ExtraField:
    """Make columns an extra field, with the values of all projects; `Invalid` says why they can be none."""
    lock_version()
    extras = _extras(None)
    _refuse_unusable(draft, extras)
    last = ExtraField.objects.aggregate(last=Max("order"))["last"]
    field = ExtraField.objects.create(
        slug=_free_slug(draft.label), order=0 if last is None else last + 1, **_columns_of(draft)
    )
    _write_values(field, extras)
    record("calls.add_field", subject=f"extra_field:{field.pk}", by=by, audience=field.audience)
    increment_version()
    return field


@transaction.atomic
def change_field(field: ExtraField, draft: FieldDraft, *, by: int | None) -> ExtraField:
    """Change an extra field and read its values again; its slug, which stands in addresses, stays."""
    lock_version()
    extras = _extras(None)
    _refuse_unusable(draft, extras)
    for name, value in _columns_of(draft).items():
        setattr(field, name, value)
    field.save()
    _delete_values(field, None)
    _write_values(field, extras)
    record("calls.change_field", subject=f"extra_field:{field.pk}", by=by, audience=field.audience)
    increment_version()
    return field


@transaction.atomic
def withdraw_field(field: ExtraField, *, by: int | None) -> None:
    """Take an extra field away with all its values; what the files said stays with the projects."""
    lock_version()
    record("calls.withdraw_field", subject=f"extra_field:{field.pk}", by=by)
    _delete_values(field, None)
    field.delete()
    increment_version()


def derive_extra_values(*, project_ids: Sequence[int] | None = None) -> None:
    """Read the values of these projects in all extra fields again, of all projects for None; a follow-up."""
    fields = ExtraField.objects.order_by("order", "slug")
    if not fields.exists():
        return
    changed_ids = None if project_ids is None else sorted(project_ids)
    all_ids = Project.objects.order_by("pk").values_list("pk", flat=True)
    # A part at a time: all at once keeps others from writing for longer than they wait. Done again after a kill.
    for part in in_parts(list(all_ids) if changed_ids is None else changed_ids, size=READ_AT_ONCE):
        with transaction.atomic():
            lock_version()
            extras = _extras(part)
            for field in fields.all():
                _delete_values(field, part)
                _write_values(field, extras)
        give_way()
    with transaction.atomic():
        increment_version(changed_ids)


def _extras(ids: Sequence[int] | None) -> Extras:
    projects = Project.objects.exclude(extra={}).order_by("pk")
    rows = (projects if ids is None else projects.filter(pk__in=ids)).values_list("pk", "extra", "withheld")
    return [
        (pk, _mask_names(words_for_computing(extra), [words for words, *_ in withheld])) for pk, extra, withheld in rows
    ]


def _mask_names(extra: Mapping[str, object], names: Sequence[str]) -> Mapping[str, object]:
    """Return cells with a sign that no shown value may hold in place of each withheld name."""
    return {column: _mask_cell(cell, names) for column, cell in extra.items()} if names else extra


def _mask_cell(cell: object, names: Sequence[str]) -> object:
    if isinstance(cell, list):
        return [_mask_cell(part, names) for part in cell]
    if not isinstance(cell, str):
        return cell
    for name in names:
        cell = cell.replace(name, UNSHOWN)
    return cell


def _columns_of(draft: FieldDraft) -> dict[str, object]:
    return {
        "labels": {"": draft.label},
        "columns": list(draft.columns),
        "kind": draft.kind,
        "separator": draft.separator if draft.kind == FieldKind.SEVERAL else "",
        "audience": draft.audience,
    }


def _free_slug(label: str) -> str:
    """Return a slug that no field and no page has, made of the label in whatever script it is."""
    used_slugs = {*ExtraField.objects.order_by("slug").values_list("slug", flat=True), *reserved_words()}
    return free_slug(slug_of(label, most=SLUG_LETTERS) or "field", taken=used_slugs, most=SLUG_LETTERS)


def _refuse_unusable(draft: FieldDraft, extras: Extras) -> None:
    form = CellForm(draft.kind, draft.separator)
    counts = Counter(part for _pk, cell in _stated_cells(draft.columns, extras) for part in form.parts(cell))
    if why_not := why_not_offer(draft.columns, counts, form=form):
        raise Invalid(why_not)


def _stated_cells(columns: Sequence[str], extras: Extras) -> Iterable[tuple[int, object]]:
    """Yield what each project states in the first of the columns that is filled."""
    for pk, extra in extras:
        cell = next((extra[name] for name in columns if extra.get(name) not in (None, "", [])), None)
        if cell is not None:
            yield pk, cell


def _delete_values(field: ExtraField, ids: Sequence[int] | None) -> None:
    of_projects = {} if ids is None else {"project__in": ids}
    ExtraValue.objects.filter(field=field, **of_projects).delete()
    ExtraNumber.objects.filter(field=field, **of_projects).delete()


def _write_values(field: ExtraField, extras: Extras) -> None:
    cells = _stated_cells(field.columns, extras)
    if field.is_number:
        numbers = ((pk, number_in(cell)) for pk, cell in cells)
        rows = [(field.pk, pk, number) for pk, number in numbers if number is not None]
        insert_rows(ExtraNumber, ("field_id", "project_id", "value"), rows)
        return
    form = CellForm(field.kind, field.separator)
    parts_by_project = [(pk, form.parts(cell)) for pk, cell in cells]
    spelling_of = _spellings(field, Counter(part for _pk, parts in parts_by_project for part in parts))
    values = (
        (field.pk, pk, value, order)
        for pk, parts in parts_by_project
        for order, value in enumerate(
            list(dict.fromkeys(spelling_of[part] for part in parts if part in spelling_of))[:MAX_PROJECT_VALUES]
        )
    )
    insert_rows(ExtraValue, ("field_id", "project_id", "value", "order"), values)


def _spellings(field: ExtraField, counts: Counter[str]) -> dict[str, str]:
    """Return the one spelling of each value that may be shown: as it stands already, else as most cells have it."""
    existing = ExtraValue.objects.filter(field=field).order_by("value").values_list("value", flat=True).distinct()
    spelling_by_key = {_spelling_key(value): value for value in map(words_for_computing, existing)}
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        if may_be_shown(value):
            spelling_by_key.setdefault(_spelling_key(value), value)
    return {value: spelling_by_key[_spelling_key(value)] for value in counts if may_be_shown(value)}


def _spelling_key(value: str) -> str:
    return fold(value) or value
