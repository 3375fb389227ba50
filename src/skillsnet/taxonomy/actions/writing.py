"""Putting plain values into the database."""

from collections.abc import Iterable, Mapping, Sequence

from skillsnet.core.taxonomy import CategoryDocument, CategoryWords, Change
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition


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
