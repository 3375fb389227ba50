"""Taxonomies and editions as the plain values that core computes with."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db.models import Prefetch, QuerySet

from skillsnet.core.taxonomy import (
    CategoryDocument,
    CategoryWords,
    Change,
    EditionDocument,
    TaxonomyDocument,
)
from skillsnet.taxonomy.models import Category, Correspondence, Edition, Taxonomy


def taxonomy_document(taxonomy: Taxonomy, *, numbers: Sequence[int] | None = None) -> TaxonomyDocument:
    """Return a taxonomy with its editions, or only those with some numbers; four queries.

    What an edition changed comes with it, its old categories named even where their edition is left out.
    """
    categories = Category.objects.select_related("parent").prefetch_related("texts").order_by("order", "pk")
    all_editions = taxonomy.editions.prefetch_related(Prefetch("categories", queryset=categories)).order_by("number")
    editions = [edition for edition in all_editions if numbers is None or edition.number in numbers]
    changes = _correspondence().filter(new__edition__in=[edition.pk for edition in editions])
    ordered = sorted(all_editions, key=lambda edition: edition.number)
    after = {before.pk: edition for before, edition in pairwise(ordered)}
    retired = _correspondence().filter(new=None, old__edition__in=[pk for pk, to in after.items() if to in editions])
    number = {edition.pk: edition.number for edition in ordered}
    rows = [(number[row.new.edition_id], row) for row in changes if row.new]
    rows += [(after[row.old.edition_id].number, row) for row in retired if row.old]
    rows.sort(key=lambda row: (row[0], row[1].pk))
    return TaxonomyDocument(
        names=dict(taxonomy.names),
        editions=tuple(_edition(edition, edition.categories.all()) for edition in editions),
        correspondence=tuple(_change(row, edition=edition) for edition, row in rows),
        slug=taxonomy.slug,
        is_multi_valued=taxonomy.is_multi_valued,
        is_tree=taxonomy.is_tree,
    )


def edition_document(edition: Edition) -> EditionDocument:
    """Return an edition with its categories; two queries."""
    categories = edition.categories.select_related("parent").prefetch_related("texts").order_by("order", "pk")
    return _edition(edition, categories)


def changes_into(edition: Edition, *, before: Edition | None) -> list[Change]:
    """Return how the categories of the edition before became those of an edition, in a settled order; one query."""
    return [_change(row, edition=edition.number) for row in correspondence_into(edition, before=before)]


def correspondence_into(edition: Edition, *, before: Edition | None) -> list[Correspondence]:
    """Return the rows of the correspondence into an edition, retired categories included; one query."""
    rows = _correspondence().filter(new__edition=edition)
    if before is not None:
        rows = rows | _correspondence().filter(new=None, old__edition=before)
    return list(rows)


def single_successors(edition: Edition, *, before: Edition) -> dict[int, int]:
    """Return the old categories' ids that became one category of an edition, with that one's id; one query."""
    pairs = [(row.old_id, row.new_id) for row in correspondence_into(edition, before=before)]
    successors: dict[int, set[int]] = {}
    for old, new in pairs:
        if old is not None and new is not None:
            successors.setdefault(old, set()).add(new)
    return {old: new_ids.pop() for old, new_ids in successors.items() if len(new_ids) == 1}


def _correspondence() -> QuerySet[Correspondence]:
    return Correspondence.objects.select_related("old", "new").order_by("pk")


def _edition(edition: Edition, categories: Iterable[Category]) -> EditionDocument:
    return EditionDocument(
        number=edition.number,
        categories=tuple(category_document(category) for category in categories),
        state=edition.state,
        notes=dict(edition.notes),
    )


def category_document(category: Category) -> CategoryDocument:
    """Return a category as a value; reads `category.texts` and `category.parent`, so fetch them for lists."""
    return CategoryDocument(
        slug=category.slug,
        number=category.number,
        mark=category.mark,
        colour=category.colour,
        texts={
            text.language: CategoryWords(
                name=text.name,
                definition=text.definition,
                includes=text.includes,
                excludes=text.excludes,
                examples=text.examples,
            )
            for text in category.texts.all()
        },
        parent=category.parent.slug if category.parent else None,
    )


def _change(row: Correspondence, *, edition: int) -> Change:
    return Change(
        old=row.old.slug if row.old else None,
        new=row.new.slug if row.new else None,
        kind=row.kind,
        reasons=dict(row.reasons),
        edition=edition,
    )
