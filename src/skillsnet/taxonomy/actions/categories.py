"""Adding, changing and removing the categories of a draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import CategoryWords
from skillsnet.taxonomy.actions.guards import lock_edition, take_category_version
from skillsnet.taxonomy.actions.writing import text_rows
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.models import Category, CategoryText, Correspondence, Edition
from skillsnet.taxonomy.queries import edition_before


@dataclass(frozen=True)
class CategoryValues:
    """What a category is to be; words per language, languages without a name and a definition left out."""

    slug: str
    number: int
    mark: str
    colour: int
    order: int
    words: Mapping[str, CategoryWords]
    parent: str = ""


@transaction.atomic
def add_category(edition: Edition, values: CategoryValues, *, by: int | None) -> Category:
    """Add a category to a draft; where an edition went before, it counts as added until something else is said."""
    locked = lock_edition(edition)
    category = Category(edition=locked, order=_last_order(locked) + 1)
    _set(category, values)
    if edition_before(locked) is not None:
        Correspondence.objects.create(new=category, kind=CorrespondenceKind.ADDED)
    record("taxonomy.add_category", subject=f"category:{category.pk}", by=by, slug=category.slug)
    return category


@transaction.atomic
def change_category(category: Category, values: CategoryValues, *, version: int, by: int | None) -> Category:
    """Change a category of a draft; refused when somebody else changed it since `version`."""
    lock_edition(category.edition)
    locked = Category.objects.select_for_update().select_related("edition").get(pk=category.pk)
    take_category_version(locked, version=version)
    _set(locked, values)
    record("taxonomy.change_category", subject=f"category:{locked.pk}", by=by, slug=locked.slug)
    return locked


@transaction.atomic
def remove_category(category: Category, *, by: int | None) -> None:
    """Take a category out of a draft, with what was said about where it came from; those below it stand alone."""
    lock_edition(category.edition)
    record("taxonomy.remove_category", subject=f"category:{category.pk}", by=by, slug=category.slug)
    try:
        Category.objects.get(pk=category.pk).delete()
    except ProtectedError as error:
        message = _("“%(name)s” cannot be removed because there are already projects in it.")
        raise Invalid(message % {"name": category.slug}) from error


def _set(category: Category, values: CategoryValues) -> None:
    other_categories = category.edition.categories.exclude(pk=category.pk)
    problems = []
    if other_categories.filter(slug=values.slug).exists():
        problems.append(
            _("Another category already has the short name “%(slug)s”. Choose another short name.")
            % {"slug": values.slug}
        )
    if other_categories.filter(number=values.number).exists():
        problems.append(
            _(
                "Another category already has the number %(number)d. Choose another number, or change the number "
                "of that category first."
            )
            % {"number": values.number}
        )
    if problems:
        raise Invalid(problems)
    category.parent = _parent(category, values)
    category.slug, category.number, category.mark = values.slug, values.number, values.mark
    category.colour = values.colour
    category.order = values.order or category.order
    category.save()
    category.texts.all().delete()
    CategoryText.objects.bulk_create(text_rows(category, values.words))


def _parent(category: Category, values: CategoryValues) -> Category | None:
    """Return the parent that was chosen; refuse one that is not there, and one below the category itself."""
    if not values.parent:
        return None
    if not category.edition.taxonomy.is_tree:
        raise Invalid(_("This taxonomy has only one level: a category cannot be below another category."))
    rows = {row.pk: row for row in category.edition.categories.all()}
    parent = next((row for row in rows.values() if row.slug == values.parent), None)
    if parent is None:
        message = _("“%(slug)s” is not a category of this edition. Choose one from the list.")
        raise Invalid(message % {"slug": values.parent})
    above: Category | None = parent
    while above is not None:
        if above.pk == category.pk:
            message = _("“%(slug)s” cannot be below “%(parent)s”, which is below it. Choose another category.")
            raise Invalid(message % {"slug": values.slug, "parent": parent.slug})
        above = rows.get(above.parent_id or 0)
    return parent


def _last_order(edition: Edition) -> int:
    return edition.categories.aggregate(last=Max("order"))["last"] or 0
