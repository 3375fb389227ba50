"""The secret in an invitation's link: made of the platform's key when the mail is sent, and kept nowhere."""

import base64
import hashlib
import secrets

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from skillsnet.accounts.codes import bare_code, code_from
from skillsnet.membership.models import Invitation, ProfileCheck

_OF_MAILS, _OF_REMINDERS = "skillsnet.membership.stop", "skillsnet.membership.stop_reminders"
_OF_CHECKS, _OF_STOPPED_CHECKS = "skillsnet.membership.still_right", "skillsnet.membership.stop_still_right"


def new_nonce() -> str:
    """Return what makes a token another one than all before."""
    return secrets.token_hex(32)


def token_of(nonce: str) -> str:
    """Return the token that a nonce makes with the platform's key: 43 letters, digits, dashes and underscores."""
    digest = salted_hmac("skillsnet.membership.tokens", nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_digest(token: str) -> str:
    """Return what a token is looked up by, out of which it cannot be read: 64 hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_of(nonce: str) -> str:
    """Return the code that a nonce makes with the platform's key, such as BCDF-GHJK: for what is handed over."""
    return code_from(salted_hmac("skillsnet.membership.codes", nonce, algorithm="sha256").digest())


def code_digest(typed: str) -> str:
    """Return what a code is looked up by, whatever its case and dashes; a code is short, so the hash has a key."""
    return salted_hmac("skillsnet.membership.code_digests", bare_code(typed), algorithm="sha256").hexdigest()


def stop_signature(invitation: Invitation) -> str:
    """Return what stops all mails to an invited address, and opens nothing."""
    return Signer(salt=_OF_MAILS).sign(str(invitation.pk))


def stopped_invitation(signature: str) -> Invitation | None:
    """Return the invitation whose receiver wants no more mails, or nothing for a signature that is not ours."""
    return _signed(signature, _OF_MAILS)


def reminder_stop_signature(invitation: Invitation) -> str:
    """Return what stops reminders to an invited address, and nothing else."""
    return Signer(salt=_OF_REMINDERS).sign(str(invitation.pk))


def reminder_stopped_invitation(signature: str) -> Invitation | None:
    """Return the invitation whose receiver wants no reminders, or nothing for a signature that is not ours."""
    return _signed(signature, _OF_REMINDERS)


def check_signature(check: ProfileCheck) -> str:
    """Return what answers the yearly question that was asked last, and opens nothing."""
    return Signer(salt=_OF_CHECKS).sign(_check_value(check))


def signed_check(signature: str) -> ProfileCheck | None:
    """Return the question that a link answers; nothing for a signature that is not ours, or of an earlier question."""
    return _signed_check(signature, _OF_CHECKS)


def check_stop_signature(check: ProfileCheck) -> str:
    """Return what stops the yearly question, and nothing else."""
    return Signer(salt=_OF_STOPPED_CHECKS).sign(_check_value(check))


def stopped_check(signature: str) -> ProfileCheck | None:
    """Return the question whose receiver does not want to be asked, or nothing, as in `signed_check`."""
    return _signed_check(signature, _OF_STOPPED_CHECKS)


def _check_value(check: ProfileCheck) -> str:
    if check.asked_at is None:
        raise ValueError("nobody has been asked yet")
    return f"{check.pk}-{check.asked_at:%Y%m%d%H%M%S%f}"


def _signed_check(signature: str, salt: str) -> ProfileCheck | None:
    try:
        value = Signer(salt=salt).unsign(signature)
        check = ProfileCheck.objects.select_related("person__user").filter(pk=int(value.partition("-")[0])).first()
    except (BadSignature, ValueError):
        return None
    return check if check and check.asked_at and check.person.user_id and _check_value(check) == value else None


def _signed(signature: str, salt: str) -> Invitation | None:
    signer = Signer(salt=salt)
    try:
        return Invitation.objects.select_related("person").filter(pk=int(signer.unsign(signature))).first()
    except (BadSignature, ValueError):
        return None
