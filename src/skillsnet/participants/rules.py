"""What may be done with organisations, and why not."""

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.participants.models import Merge, Organisation
from skillsnet.participants.texts import text_for


def why_not_merge(survivor: Organisation, duplicate: Organisation) -> str:
    """Return why two organisations cannot be made one, or an empty text."""
    if survivor.pk == duplicate.pk:
        return _("An organisation cannot be merged with itself. Choose two different organisations.")
    merged = next((item for item in (survivor, duplicate) if item.merged_into_id is not None), None)
    if merged is not None:
        return _("“%(name)s” is already part of another organisation. Go back to the list.") % {
            "name": text_for(merged.name, OPERATOR)
        }
    return ""


def why_not_undo_merge(merge: Merge, survivor: Organisation) -> str:
    """Return why a merge cannot be taken back, or an empty text."""
    if merge.undone_at is not None:
        return _("This merge has already been undone.")
    if survivor.merged_into_id is not None:
        return _("“%(name)s” has since been merged into another organisation. Undo that merge first.") % {
            "name": text_for(survivor.name, OPERATOR)
        }
    return ""
