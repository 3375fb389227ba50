"""Writes about users."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from skillsnet.accounts.enums import Role
from skillsnet.accounts.models import SignIn, User
from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.outbox.actions import forget_mails_to


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


def make_member(address: str, *, name: str = "") -> User:
    """Return the user with this address, made when there is none; whoever calls it knows that the address is theirs."""
    email = address.strip().lower()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name[:200])
        record("accounts.make_member", subject=f"user:{user.pk}", by=user.pk)
    return user


def forget_name(user_id: int) -> None:
    """Empty the name of an account, by which facilitators tell it from others; its address stays."""
    User.objects.filter(pk=user_id).update(name="")


@transaction.atomic
def delete_account(user_id: int) -> str:
    """Delete an account with all that signs in to it, and return its address; what it changed stays, without it."""
    user = User.objects.select_for_update().get(pk=user_id)
    SignIn.objects.filter(address__iexact=user.email).delete()
    forget_mails_to(user.email)
    user.delete()
    return user.email


@transaction.atomic
def end_role(user_id: int, *, by: int | None) -> User:
    """Make a facilitator a member, from their next request on; the last facilitator stays one."""
    user = _locked(user_id)
    _refuse_last(user)
    user.role = Role.MEMBER
    user.save(update_fields=["role"])
    record("accounts.end_role", subject=f"user:{user.pk}", by=by)
    return user


@transaction.atomic
def revoke_sessions(user_id: int, *, by: int | None) -> User:
    """Sign a person out everywhere."""
    user = _locked(user_id)
    _end_sessions(user)
    record("accounts.revoke_sessions", subject=f"user:{user.pk}", by=by)
    return user


@transaction.atomic
def switch_off(user_id: int, *, by: int | None) -> User:
    """Take a person's account out of use: no role, no session, no code, from the next request on."""
    user = _locked(user_id)
    _refuse_last(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _end_sessions(user)
    record("accounts.switch_off", subject=f"user:{user.pk}", by=by)
    return user


@transaction.atomic
def switch_on(user_id: int, *, by: int | None) -> User:
    """Let a person sign in again, as a member; the sessions of before stay ended."""
    user = _locked(user_id)
    if not user.is_active:
        user.is_active, user.role = True, Role.MEMBER
        user.save(update_fields=["is_active", "role"])
        record("accounts.switch_on", subject=f"user:{user.pk}", by=by)
    return user


def _end_sessions(user: User) -> None:
    # Every session carries a hash of the password field, and ends when that changes. Nobody has a password here:
    # what stands there instead is random, and new each time.
    user.set_unusable_password()
    user.save(update_fields=["password"])


def _locked(user_id: int) -> User:
    """Return the user, holding all facilitators, so that the last two cannot end each other's role at once."""
    list(User.objects.select_for_update().filter(role=Role.FACILITATOR).order_by("pk"))
    return User.objects.select_for_update().get(pk=user_id)


def _refuse_last(user: User) -> None:
    other_facilitators = User.objects.filter(role=Role.FACILITATOR, is_active=True).exclude(pk=user.pk)
    if user.is_facilitator and not other_facilitators.exists():
        raise Invalid([_("This is the last facilitator. Make somebody else a facilitator first.")])
