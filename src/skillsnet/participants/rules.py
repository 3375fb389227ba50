"""What may be done with organisations and by whom, and why not."""

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR, Viewer
from skillsnet.participants.enums import AffiliationState, EditingRight
from skillsnet.participants.models import Affiliation, Merge, Organisation
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


def place_of(viewer: Viewer, organisation: Organisation) -> Affiliation | None:
    """Return the place that a viewer has in an organisation as a member, if it stands."""
    if not viewer.is_member or organisation.merged_into_id is not None:
        return None
    affiliations = Affiliation.objects.filter(organisation=organisation, state=AffiliationState.CONFIRMED)
    return affiliations.filter(person__user=viewer.user_id, person__is_removed=False).order_by("pk").first()


def may_edit_organisation(viewer: Viewer, organisation: Organisation) -> bool:
    """Return whether a viewer may change what the network says of an organisation: its owners and editors may.

    Facilitators may for every organisation.
    """
    if viewer.is_facilitator:
        return True
    affiliation = place_of(viewer, organisation)
    return affiliation is not None and affiliation.right in EditingRight.values


def may_decide_who_edits(viewer: Viewer, organisation: Organisation) -> bool:
    """Return whether a viewer may say who edits an organisation: its owners may, and facilitators."""
    if viewer.is_facilitator:
        return True
    affiliation = place_of(viewer, organisation)
    return affiliation is not None and affiliation.right == EditingRight.OWNER


def why_not_without_owner(affiliation: Affiliation) -> str:
    """Return why an owner cannot stop being one, or an empty text: somebody owns it while anybody is there."""
    if affiliation.right != EditingRight.OWNER:
        return ""
    other_affiliations = Affiliation.objects.filter(
        organisation=affiliation.organisation_id, state=AffiliationState.CONFIRMED, person__user__isnull=False
    ).exclude(pk=affiliation.pk)
    if other_affiliations.exists() and not other_affiliations.filter(right=EditingRight.OWNER).exists():
        return _("The organisation needs an owner. Make somebody else its owner first.")
    return ""
