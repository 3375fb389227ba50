"""Erasing somebody who asked for it: at once and for good, as whoever declines is removed."""

from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.accounts.actions import delete_account
from skillsnet.accounts.enums import Role
from skillsnet.accounts.models import User
from skillsnet.audit.actions import record
from skillsnet.calls.actions import lock_version
from skillsnet.core.errors import Invalid
from skillsnet.membership.actions.declining import remove_person
from skillsnet.membership.actions.telling import tell_new_owner
from skillsnet.membership.rules import why_not_erase, why_not_leave
from skillsnet.participants.actions import settle_owners, suppress
from skillsnet.participants.enums import SuppressionReason
from skillsnet.participants.models import Person
from skillsnet.participants.suppression import erasing_rules


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


@transaction.atomic
def erase_member(user_id: int) -> None:
    """Delete a member's account, their profile and those that they joined with it; nothing of it can be undone.

    Organisations that they alone owned pass to whoever has edited them for longest, who is told.
    Their addresses are suppressed as in `erase_person`, and a restored backup has them erased again. `Invalid` for
    facilitators, and for an account that is gone.
    """
    lock_version()
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise Invalid(_("This account has already been deleted."))
    if reason := why_not_leave(user):
        raise Invalid(reason)
    person = Person.objects.select_for_update().filter(user=user).first()
    address = delete_account(user.pk)
    organisation_ids: list[int] = []
    if person is not None:
        organisation_ids = list(person.affiliations.order_by("pk").values_list("organisation_id", flat=True))
        # Nobody's any more, it goes as an imported one does.
        person.user, person.claimed_at = None, None
        person.save(update_fields=["user", "claimed_at"])
        remove_person(person)
    for affiliation in settle_owners(organisation_ids):
        tell_new_owner(affiliation)
    suppress(address, reason=SuppressionReason.LEFT)
    record("membership.erase_member", subject=f"user:{user_id}", by=None)


def erase_left_members() -> int:
    """Erase again, in data that come from a backup, the members who deleted their account; return how many."""
    rules = erasing_rules({SuppressionReason.LEFT})
    if not rules:
        return 0
    accounts = User.objects.filter(role=Role.MEMBER).order_by("pk").values_list("pk", "email", "joined_at")
    ids = [pk for pk, email, joined_at in accounts if rules.reasons_for(email, since=joined_at)]
    for user_id in ids:
        erase_member(user_id)
    return len(ids)
