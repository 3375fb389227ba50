"""Which invitation's link a browser opened: the digest of its token in a signed cookie, never the token itself."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SALT = "skillsnet.membership.link"
GOOD_FOR = timedelta(days=1)
# Sent with the pages of claiming alone.
PATH = "/claim/"


def _name() -> str:
    return "__Secure-claim" if settings.SESSION_COOKIE_SECURE else "claim"


def remember(response: HttpResponse, digest: str) -> None:
    """Have the browser keep which link it opened; nothing is written on the platform."""
    response.set_signed_cookie(
        _name(),
        digest,
        salt=SALT,
        max_age=GOOD_FOR,
        path=PATH,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def opened_link(request: HttpRequest) -> str:
    """Return the digest of the token whose link this browser opened last, empty where there is none."""
    return str(request.get_signed_cookie(_name(), default="", salt=SALT, max_age=GOOD_FOR))


def forget(response: HttpResponse) -> None:
    """Have the browser forget the link."""
    response.delete_cookie(_name(), path=PATH, samesite="Lax")
