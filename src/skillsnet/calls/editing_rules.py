"""Who may change what the network says of a project."""

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.participants.enums import OrganisationType
from skillsnet.participants.rules import may_edit_organisation


def may_edit_project(viewer: Viewer, project: Project) -> bool:
    """Return whether a viewer may change a project: whoever edits its organisation may, and facilitators.

    An individual's project is its contact person's. Nobody but facilitators changes one whose page they cannot open.
    """
    if viewer.is_facilitator:
        return True
    if not viewer.is_member or not Project.objects.readable_by(viewer).filter(pk=project.pk).exists():
        return False
    organisation, contact = project.organisation, project.contact
    is_individual = organisation is None or organisation.type == OrganisationType.INDIVIDUAL
    if is_individual and contact is not None and not contact.is_removed and contact.user_id == viewer.user_id:
        return True
    return organisation is not None and may_edit_organisation(viewer, organisation)
