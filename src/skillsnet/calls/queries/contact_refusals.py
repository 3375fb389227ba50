"""Whether a person does not want to be contacted."""

from skillsnet.calls.enums import Permission
from skillsnet.calls.models import Project
from skillsnet.participants.models import Person

# An answer that is not clear counts as a No until somebody decides.
REFUSALS = (Permission.NO, Permission.UNCLEAR)


def refuses_contact(person: Person | None) -> bool:
    """Return whether somebody answered, with any project, that others may not contact them; one query.

    Ask it before an address is shown or a message to somebody is offered: a No goes before every consent.
    """
    if person is None:
        return False
    return Project.objects.current().filter(contact=person, may_contact__in=REFUSALS).exists()
