"""The secret in an invitation's link: made of the platform's key when the mail is sent, and kept nowhere."""

import base64
import hashlib
import secrets

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

from skillsnet.accounts.codes import bare_code, code_from
from skillsnet.membership.models import Invitation

_OF_MAILS, _OF_REMINDERS = "skillsnet.membership.stop", "skillsnet.membership.stop_reminders"


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


def _signed(signature: str, salt: str) -> Invitation | None:
    signer = Signer(salt=salt)
    try:
        return Invitation.objects.select_related("person").filter(pk=int(signer.unsign(signature))).first()
    except (BadSignature, ValueError):
        return None
