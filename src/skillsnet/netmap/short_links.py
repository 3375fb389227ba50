"""Short addresses: a state of the map under a code made of it."""

import base64
from hashlib import sha256

from django.db import transaction
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.core.errors import Invalid
from skillsnet.db.retention import forget_not_taken
from skillsnet.facets.filters import CUT_PARAMETER, Filters
from skillsnet.netmap.models import ShortLink
from skillsnet.netmap.state import normalised
from skillsnet.web.rate_limit import allow

# Letters a state may have: addresses have an end, and so has the column.
MAX_QUERY = 2000
# Letters of a code, five bits each; one more for each state that met another one's code.
CODE_LETTERS = 12
LONGEST_CODE = 40
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
    if len(query) > 2 * MAX_QUERY or len(kept := normalised(query, viewer=viewer)) > MAX_QUERY:
        raise Invalid(
            _(
                "This view is too long for a short link: it has more than %(number)s characters. Choose fewer "
                "values, or copy the full link."
            )
            % {"number": MAX_QUERY}
        )
    # Nobody finds out by trying whether somebody shared a state with a value that is hidden from them.
    whole = _letters(salted_hmac("netmap.short_links", kept, algorithm="sha256").digest())
    codes = (whole[:CODE_LETTERS], _letters(sha256(kept.encode()).digest())[:CODE_LETTERS])
    known = ShortLink.objects.filter(code__in=codes, query=kept).order_by("created_at", "pk").first()
    if known is not None:
        ShortLink.objects.filter(pk=known.pk).update(taken_at=timezone.now())
        return known
    if not allow("short-links", by=by, most_an_hour=LINKS_AN_HOUR):
        raise Invalid(
            _("You have created too many short links this hour. Copy the full link, or try again in an hour.")
        )
    for letters in range(CODE_LETTERS, LONGEST_CODE + 1):
        link, _is_new = ShortLink.objects.get_or_create(code=whole[:letters], defaults={"query": kept})
        if link.query == kept:
            return link
    raise AssertionError("two states with one digest")


def _letters(digest: bytes) -> str:
    return base64.b32encode(digest).decode().lower().rstrip("=")


def state_of(code: str, *, viewer: Viewer) -> str | None:
    """Return the query behind a code as far as the viewer may see what it names; None for a code nobody was given.

    Where something was left out the query says so, and not what it was.
    """
    if len(code) > LONGEST_CODE:
        return None
    found = ShortLink.objects.filter(code=code.lower()).values_list("query", flat=True).first()
    if found is None:
        return None
    query = normalised(str(found), viewer=viewer)
    is_cut = Filters.from_query(QueryDict(str(found)), viewer).is_cut
    return "&".join(part for part in (query, f"{CUT_PARAMETER}=1" if is_cut else "") if part)


def forget_short_links() -> int:
    """Forget the short addresses that nobody asked for in so long, and the oldest of too many; return how many."""
    size = Length("query") + ROW_BYTES
    return forget_not_taken(ShortLink.objects.all(), days=LINK_DAYS, size=size, most_bytes=MOST_KEPT_BYTES)
