"""What every write to an edition passes: it may be changed, and nobody changed it meanwhile."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from skillsnet.core.errors import Invalid
from skillsnet.taxonomy.models import Category, Edition
from skillsnet.taxonomy.rules import why_not_edit


class EditConflict(Invalid):
    """Somebody else changed the same thing since it was looked at; nothing is written."""


class InvalidCorrespondence(Invalid):
    """A correspondence contradicts itself: each sentence has a category, and whether that is an old one."""

    def __init__(self, sentences: Sequence[str], *, categories: Sequence[tuple[str, bool]]) -> None:
        super().__init__(sentences)
        self.categories = tuple(categories)


def lock_edition(edition: Edition) -> Edition:
    """Lock an edition until the transaction ends and return its current state; refuse a frozen one."""
    locked = Edition.objects.select_for_update().select_related("taxonomy").get(pk=edition.pk)
    reason = why_not_edit(locked)
    if reason:
        raise Invalid(reason)
    return locked


def take_edition_version(edition: Edition, *, version: int) -> None:
    """Count a change to the edition; refuse it when it was made on an older state."""
    if edition.version != version:
        raise EditConflict(
            _(
                "Somebody else changed this while you were working on it, so nothing was saved. Compare the "
                "current version with yours, then save again."
            )
        )
    edition.version += 1
    edition.save(update_fields=["version"])


def check_category_version(category: Category, *, version: int) -> None:
    """Refuse a change to the category that was made on an older state."""
    if category.version != version:
        raise EditConflict(
            _(
                "Somebody else changed “%(name)s” while you were working on it, so nothing was saved. Your text "
                "is still below. Compare it with the current version, then save again."
            )
            % {"name": category.slug}
        )
