"""Beginning and ending work on an edition."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.core.taxonomy import Change
from skillsnet.taxonomy.actions.guards import lock_edition, take_edition_version
from skillsnet.taxonomy.actions.writing import write_categories, write_changes
from skillsnet.taxonomy.enums import CorrespondenceKind, EditionState
from skillsnet.taxonomy.models import Correspondence, Edition, Taxonomy
from skillsnet.taxonomy.queries import edition_before, edition_document
from skillsnet.taxonomy.rules import why_not_name, why_not_start_draft


@transaction.atomic
def new_taxonomy(
    *, slug: str, names: Mapping[str, str], is_multi_valued: bool, is_tree: bool, by: int | None
) -> Taxonomy:
    """Begin a taxonomy with an empty draft of its first edition."""
    reason = why_not_name(slug)
    if reason:
        raise Invalid(reason)
    taxonomy = Taxonomy.objects.create(slug=slug, names=dict(names), is_multi_valued=is_multi_valued, is_tree=is_tree)
    Edition.objects.create(taxonomy=taxonomy, number=1, state=EditionState.DRAFT, created_by_id=by)
    record("taxonomy.new", subject=f"taxonomy:{taxonomy.pk}", by=by)
    return taxonomy


@transaction.atomic
def start_draft(taxonomy: Taxonomy, *, by: int | None) -> Edition:
    """Begin the next edition as a copy of the one in force, or of the last, with every category kept."""
    Taxonomy.objects.select_for_update().get(pk=taxonomy.pk)
    reason = why_not_start_draft(taxonomy)
    if reason:
        raise Invalid(reason)
    last = taxonomy.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(taxonomy=taxonomy, number=last + 1, state=EditionState.DRAFT, created_by_id=by)
    before = edition_before(edition)
    if before is not None:
        source = edition_document(before)
        new = write_categories(edition, source.categories)
        unchanged = [
            Change(old=category.slug, new=category.slug, kind=CorrespondenceKind.KEPT, reasons={})
            for category in source.categories
        ]
        write_changes(unchanged, old={row.slug: row for row in before.categories.all()}, new=new)
    record("taxonomy.start_draft", subject=f"edition:{edition.pk}", by=by, number=edition.number)
    return edition


@transaction.atomic
def delete_draft(edition: Edition, *, by: int | None) -> None:
    """Delete an edition that was never published, with all that was written for it."""
    locked = lock_edition(edition)
    before = edition_before(locked)
    if before is not None:
        Correspondence.objects.filter(old__edition=before, new=None).delete()
    record("taxonomy.delete_draft", subject=f"edition:{locked.pk}", by=by, number=locked.number)
    try:
        locked.delete()
    except ProtectedError as error:
        raise Invalid(
            _("Edition %(number)d cannot be deleted because there are already projects in its categories.")
            % {"number": locked.number}
        ) from error


@transaction.atomic
def set_note(edition: Edition, notes: Mapping[str, str], *, version: int, by: int | None) -> Edition:
    """Set how the edition came about, per language; languages without a note are left out."""
    locked = lock_edition(edition)
    take_edition_version(locked, version=version)
    locked.notes = {language: note for language, note in notes.items() if note}
    locked.save(update_fields=["notes"])
    record("taxonomy.set_note", subject=f"edition:{locked.pk}", by=by)
    return locked
