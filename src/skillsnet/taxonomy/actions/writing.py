"""Putting plain values into the database."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, Change
from skillsnet.core.taxonomy.drafts import Draft
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition
from skillsnet.taxonomy.queries.documents import correspondence_into


def write_categories(edition: Edition, categories: Sequence[CategoryDocument]) -> dict[str, Category]:
    """Write an edition's categories with their texts and parents; return them by slug."""
    rows = Category.objects.bulk_create(
        Category(
            edition=edition,
            slug=category.slug,
            number=category.number,
            mark=category.mark,
            colour=category.colour,
            order=order,
        )
        for order, category in enumerate(categories, start=1)
    )
    row_by_slug = {row.slug: row for row in rows}
    CategoryText.objects.bulk_create(
        text for category in categories for text in text_rows(row_by_slug[category.slug], category.texts)
    )
    children = [category for category in categories if category.parent]
    for category in children:
        row_by_slug[category.slug].parent = row_by_slug[category.parent or ""]
    Category.objects.bulk_update([row_by_slug[category.slug] for category in children], ["parent"])
    return row_by_slug


def text_rows(category: Category, texts: Mapping[str, CategoryWords]) -> Iterable[CategoryText]:
    """Yield a category's words as rows, one for each language."""
    for language, words in texts.items():
        yield CategoryText(
            category=category,
            language=language,
            name=words.name,
            definition=words.definition,
            includes=words.includes,
            excludes=words.excludes,
            examples=words.examples,
        )


def write_changes(
    changes: Sequence[Change], *, old: Mapping[str, Category], new: Mapping[str, Category]
) -> list[Correspondence]:
    """Write how the categories of one edition became those of the next."""
    return Correspondence.objects.bulk_create(
        Correspondence(
            old=old[change.old] if change.old is not None else None,
            new=new[change.new] if change.new is not None else None,
            kind=change.kind,
            reasons=dict(change.reasons),
        )
        for change in changes
    )


def write_draft(edition: Edition, before: Edition | None, current: Draft, target: Draft) -> None:
    """Make a draft that is as `current` be as `target`; what is the same in both keeps its rows.

    `Invalid` when a category that goes has projects.
    """
    current_categories = {category.slug: category for category in current.categories}
    target_categories = {category.slug: category for category in target.categories}
    rows = {row.slug: row for row in edition.categories.all()}
    _delete(row for slug, row in rows.items() if slug not in target.slugs)
    added = [category for category in target.categories if category.slug not in rows]
    Category.objects.bulk_create(
        Category(
            edition=edition, slug=item.slug, number=item.number, mark=item.mark, colour=item.colour, order=len(rows) + 1
        )
        for item in added
    )  # fmt: skip
    for row in rows.values():
        row.version += current_categories.get(row.slug) != target_categories.get(row.slug)
    rows |= {row.slug: row for row in edition.categories.filter(slug__in=[item.slug for item in added])}
    _write_changed(rows, [item for item in target.categories if current_categories.get(item.slug) != item])
    for order, item in enumerate(target.categories, start=1):
        rows[item.slug].order = order
    staying = [rows[item.slug] for item in target.categories]
    Category.objects.bulk_update(staying, ["number", "mark", "colour", "order", "parent", "version"], batch_size=200)
    if before is not None:
        replace_correspondence(edition, before, target.changes)


def _delete(rows: Iterable[Category]) -> None:
    for row in rows:
        try:
            row.delete()
        except ProtectedError as error:
            message = _("“%(name)s” cannot be removed because there are already projects in it.")
            raise Invalid(message % {"name": row.slug}) from error


def _write_changed(rows: Mapping[str, Category], changed: Sequence[CategoryDocument]) -> None:
    for category in changed:
        row = rows[category.slug]
        row.number, row.mark, row.colour = category.number, category.mark, category.colour
        row.parent = rows[category.parent] if category.parent else None
    CategoryText.objects.filter(category__in=[rows[category.slug] for category in changed]).delete()
    CategoryText.objects.bulk_create(
        text for category in changed for text in text_rows(rows[category.slug], category.texts)
    )


def replace_correspondence(edition: Edition, before: Edition, changes: Sequence[Change]) -> None:
    """Write what differs from the existing rows; a pair that stays keeps its row."""
    existing_rows = {_pair(row): row for row in correspondence_into(edition, before=before)}
    changes_by_pair = {(change.old, change.new): change for change in changes}
    removed_ids = [row.pk for pair, row in existing_rows.items() if pair not in changes_by_pair]
    Correspondence.objects.filter(pk__in=removed_ids).delete()
    old = {row.slug: row for row in before.categories.all()}
    new = {row.slug: row for row in edition.categories.all()}
    for pair, change in changes_by_pair.items():
        row = existing_rows.get(pair)
        if row is None:
            row = Correspondence(old=old.get(change.old or ""), new=new.get(change.new or ""))
        elif (row.kind, row.reasons) == (change.kind, dict(change.reasons)):
            continue
        row.kind, row.reasons = change.kind, dict(change.reasons)
        row.save()


def _pair(row: Correspondence) -> tuple[str | None, str | None]:
    return (row.old.slug if row.old else None, row.new.slug if row.new else None)
