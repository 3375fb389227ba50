"""What may be done with organisations, and why not."""

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.participants.models import Merge, Organisation
from skillsnet.participants.texts import shown


def why_not_merge(kept: Organisation, gone: Organisation) -> str:
    """Return why two organisations cannot be made one, or an empty text."""
    if kept.pk == gone.pk:
        return _("An organisation cannot be merged with itself. Choose two different organisations.")
    merged = next((item for item in (kept, gone) if item.merged_into_id is not None), None)
    if merged is not None:
        return _("“%(name)s” is already part of another organisation. Go back to the list.") % {
            "name": shown(merged.name, OPERATOR)
        }
    return ""


def why_not_undo_merge(merge: Merge, kept: Organisation) -> str:
    """Return why a merge cannot be taken back, or an empty text."""
    if merge.undone_at is not None:
        return _("This merge has already been undone.")
    if kept.merged_into_id is not None:
        return _("“%(name)s” has since been merged into another organisation. Undo that merge first.") % {
            "name": shown(kept.name, OPERATOR)
        }
    return ""
