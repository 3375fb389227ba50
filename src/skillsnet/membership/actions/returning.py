"""Letting somebody be invited again who asked for it."""

from django.db import transaction

from skillsnet.accounts.sign_in import about
from skillsnet.audit.actions import record
from skillsnet.membership.enums import AskedThrough
from skillsnet.participants.actions import lift_suppression


@transaction.atomic
def allow_again(address: str, *, asked_through: AskedThrough, by: int | None) -> None:
    """Let an address be stored and written to again, since its owner asked for it.

    The same statements, record and answer whether or not it was suppressed: nobody learns who was here before. What
    was erased stays erased, in restored backups too.
    """
    lift_suppression(address)
    record("membership.allow_again", subject=about(address), by=by, asked_through=asked_through.value)
