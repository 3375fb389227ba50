"""Writes about users."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from skillsnet.accounts.enums import Role
from skillsnet.accounts.models import User
from skillsnet.audit.actions import record


class NotAnAddress(ValueError):
    """The text is no mail address."""


@transaction.atomic
def make_facilitator(email: str, *, name: str = "", by: int | None = None) -> tuple[User, bool]:
    """Make the person with this address a facilitator and return them with whether they are new."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAnAddress(f"{email!r} is not a mail address. Write it like ada@example.org.") from error
    user = User.objects.filter(email=address).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(address, role=Role.FACILITATOR, name=name[:200])
    else:
        user.role, user.is_active = Role.FACILITATOR, True
        user.save(update_fields=["role", "is_active"])
    record("accounts.make_facilitator", subject=f"user:{user.pk}", by=by, is_new=is_new)
    return user, is_new
