"""Making short addresses of states of the map, each under a code made of the state; and forgetting old ones."""

import base64
from hashlib import sha256

from django.db import transaction
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.core.errors import Invalid
from skillsnet.db.retention import forget_not_taken
from skillsnet.netmap.models import LONGEST_CODE, ShortLink
from skillsnet.netmap.state import normalise_query
from skillsnet.web.rate_limit import allow

# Letters a state may have: addresses have an end, and so has the column.
MAX_QUERY = 2000
# Letters of a code, five bits each; one more for each state that met another one's code.
CODE_LETTERS = 12
# New ones in an hour, by one person or from one address.
LINKS_AN_HOUR = 60
# An address that nobody asked for again in this time is forgotten, and of all of them the oldest beyond so many bytes.
# People print them and send them, so that they are kept for longer than selections.
LINK_DAYS = 730
MOST_KEPT_BYTES = 64 * 1024 * 1024
# What a link takes besides its query: code, times, three indexes.
ROW_BYTES = 250


@transaction.atomic
def shorten_state(query: str, *, viewer: Viewer, by: str = "") -> ShortLink:
    """Return the short link of a state, made when it is not there; only what the map knows is kept of the query."""
    if len(query) > 2 * MAX_QUERY or len(state_query := normalise_query(query, viewer=viewer)) > MAX_QUERY:
        raise Invalid(
            _(
                "This view is too long for a short link: it has more than %(number)s characters. Choose fewer "
                "values, or copy the full link."
            )
            % {"number": MAX_QUERY}
        )
    # Nobody finds out by trying whether somebody shared a state with a value that is hidden from them.
    long_code = _letters(salted_hmac("netmap.short_links", state_query, algorithm="sha256").digest())
    codes = (long_code[:CODE_LETTERS], _letters(sha256(state_query.encode()).digest())[:CODE_LETTERS])
    existing = ShortLink.objects.filter(code__in=codes, query=state_query).order_by("created_at", "pk").first()
    if existing is not None:
        ShortLink.objects.filter(pk=existing.pk).update(taken_at=timezone.now())
        return existing
    if not allow("short-links", by=by, most_an_hour=LINKS_AN_HOUR):
        raise Invalid(
            _("You have created too many short links this hour. Copy the full link, or try again in an hour.")
        )
    for length in range(CODE_LETTERS, LONGEST_CODE + 1):
        link, _is_new = ShortLink.objects.get_or_create(code=long_code[:length], defaults={"query": state_query})
        if link.query == state_query:
            return link
    raise AssertionError("two states with one digest")


def _letters(digest: bytes) -> str:
    return base64.b32encode(digest).decode().lower().rstrip("=")


def forget_short_links() -> int:
    """Forget the short addresses that nobody asked for in so long, and the oldest of too many; return how many."""
    size = Length("query") + ROW_BYTES
    return forget_not_taken(ShortLink.objects.all(), days=LINK_DAYS, size=size, most_bytes=MOST_KEPT_BYTES)
