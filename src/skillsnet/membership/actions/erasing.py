"""Erasing somebody who asked a facilitator for it: at once and for good, as whoever declines is removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.audit.actions import record
from skillsnet.calls.actions import lock_version
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions.declining import remove_person
from skillsnet.membership.rules import why_not_erase
from skillsnet.participants.models import Person


@transaction.atomic
def erase_person(person_id: int, *, by: int | None) -> None:
    """Delete a person with their address, mails, history and name in texts; nothing of it can be undone.

    The address is suppressed, so that no import and no restored backup brings the person back. `Invalid` for a member,
    and for somebody who is gone.
    """
    lock_version()
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise Invalid(_("This person has already been removed."))
    if reason := why_not_erase(person):
        raise Invalid(reason)
    remove_person(person)
    record("membership.erase_person", subject=f"person:{person_id}", by=by)
