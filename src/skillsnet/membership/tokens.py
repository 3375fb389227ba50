"""The secret in an invitation's link: made of the platform's key when the mail is sent, and kept nowhere."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac


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
