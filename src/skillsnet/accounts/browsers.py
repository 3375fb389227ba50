"""In which browsers people are signed in: noted at the sign-in, and ended by whoever they belong to."""

from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from skillsnet.accounts.models import SignedInBrowser, User
from skillsnet.audit.actions import record
from skillsnet.core.browsers import browser_name, system_name

# In the session: the last day on which the browser was seen.
SEEN_KEY = "seen_on"


def note_browser(sender: Any, *, request: HttpRequest, user: User, **_more: Any) -> None:
    """Keep that somebody signed in, with the browser and system in words; called by the signal of the sign-in."""
    session_key, agent = request.session.session_key, str(request.META.get("HTTP_USER_AGENT", ""))
    if session_key is None or not Session.objects.filter(pk=session_key).exists():
        return
    today = timezone.localdate()
    values = {"user": user, "browser": browser_name(agent), "system": system_name(agent), "seen_on": today}
    SignedInBrowser.objects.update_or_create(session_id=session_key, defaults=values)
    request.session[SEEN_KEY] = today.isoformat()


def note_visit(request: HttpRequest) -> None:
    """Keep the day of a signed-in browser's visit, once a day; a request that asked for no session costs nothing."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or SEEN_KEY not in session:
        return
    today = timezone.localdate()
    if session[SEEN_KEY] != today.isoformat():
        session[SEEN_KEY] = today.isoformat()
        SignedInBrowser.objects.filter(session=session.session_key).update(seen_on=today)


def browsers_of(user_id: int) -> QuerySet[SignedInBrowser]:
    """Return the browsers in which somebody is signed in, the last seen first."""
    return SignedInBrowser.objects.filter(user=user_id, session__expire_date__gt=timezone.now())


@transaction.atomic
def sign_out_browser(pk: int, *, by: int) -> bool:
    """Sign a person out in one of their browsers, and return whether there was one; it stops at its next request."""
    browser = SignedInBrowser.objects.select_for_update(of=("self",)).filter(pk=pk, user=by).first()
    if browser is None:
        return False
    browser.session.delete()
    record("accounts.sign_out_browser", subject=f"user:{by}", by=by)
    return True


@transaction.atomic
def sign_out_elsewhere(request: HttpRequest, user: User) -> int:
    """Sign a person out in all their browsers but this one, and return how many are known.

    Sessions carry a hash of the password field (`actions.revoke_sessions`): also those of which nothing was noted end.
    """
    other_browsers = browsers_of(user.pk).exclude(session=request.session.session_key)
    count = len(other_browsers)
    Session.objects.filter(pk__in=[other.session_id for other in other_browsers]).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    record("accounts.sign_out_elsewhere", subject=f"user:{user.pk}", by=user.pk)
    return count
