"""Changing a category of a draft: its properties, its position and its words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import CategoryWords
from skillsnet.taxonomy.actions.guards import check_category_version, lock_edition
from skillsnet.taxonomy.actions.writing import text_rows
from skillsnet.taxonomy.models import Category, CategoryText


@dataclass(frozen=True)
class CategoryValues:
    """What a category is to be; words per language, languages without a name and a definition left out.

    What a new category is not given, a short name, a number, a mark or a colour, is suggested.
    """

    words: Mapping[str, CategoryWords]
    slug: str = ""
    number: int = 0
    mark: str = ""
    colour: int = 0
    order: int = 0
    parent: str = ""


@transaction.atomic
def change_category(category: Category, values: CategoryValues, *, version: int, by: int | None) -> Category:
    """Change a category of a draft; refused when somebody else changed it since `version`."""
    lock_edition(category.edition)
    locked = Category.objects.select_for_update().select_related("edition").get(pk=category.pk)
    check_category_version(locked, version=version)
    locked.version += 1
    _set(locked, values)
    record("taxonomy.change_category", subject=f"category:{locked.pk}", by=by, slug=locked.slug)
    return locked


def why_not_properties(slug: str, number: int, *, categories: QuerySet[Category]) -> list[str]:
    """Return why a category cannot have a short name and a number beside other categories; empty when it can."""
    problems = []
    if categories.filter(slug=slug).exists():
        problems.append(
            _("Another category already has the short name “%(slug)s”. Choose another short name.") % {"slug": slug}
        )
    if categories.filter(number=number).exists():
        problems.append(
            _(
                "Another category already has the number %(number)d. Choose another number, or change the number "
                "of that category first."
            )
            % {"number": number}
        )
    return problems


def _set(category: Category, values: CategoryValues) -> None:
    other_categories = category.edition.categories.exclude(pk=category.pk)
    problems = why_not_properties(values.slug, values.number, categories=other_categories)
    if problems:
        raise Invalid(problems)
    category.parent = parent_of(category, values.parent)
    category.slug, category.number, category.mark = values.slug, values.number, values.mark
    category.colour = values.colour
    category.order = values.order or category.order
    category.save()
    category.texts.all().delete()
    CategoryText.objects.bulk_create(text_rows(category, values.words))


def parent_of(category: Category, parent_slug: str) -> Category | None:
    """Return the parent that was chosen; refuse one that is not there, and one below the category itself."""
    if not parent_slug:
        return None
    if not category.edition.taxonomy.is_tree:
        raise Invalid(_("This taxonomy has only one level: a category cannot be below another category."))
    rows = {row.pk: row for row in category.edition.categories.all()}
    parent = next((row for row in rows.values() if row.slug == parent_slug), None)
    if parent is None:
        message = _("“%(slug)s” is not a category of this edition. Choose one from the list.")
        raise Invalid(message % {"slug": parent_slug})
    above: Category | None = parent
    while above is not None:
        if above.pk == category.pk:
            message = _("“%(slug)s” cannot be below “%(parent)s”, which is below it. Choose another category.")
            raise Invalid(message % {"slug": category.slug, "parent": parent.slug})
        above = rows.get(above.parent_id or 0)
    return parent
