"""Reading the state behind a short address."""

from django.http import QueryDict

from skillsnet.accounts.viewer import Viewer
from skillsnet.facets.filters import CUT_PARAMETER, Filters
from skillsnet.netmap.models import LONGEST_CODE, ShortLink
from skillsnet.netmap.state import normalise_query


def state_of(code: str, *, viewer: Viewer) -> str | None:
    """Return the query behind a code as far as the viewer may see what it names; None for a code nobody was given.

    Where something was left out the query says so, and not what it was.
    """
    if len(code) > LONGEST_CODE:
        return None
    stored_query = ShortLink.objects.filter(code=code.lower()).values_list("query", flat=True).first()
    if stored_query is None:
        return None
    query = normalise_query(str(stored_query), viewer=viewer)
    is_cut = Filters.from_query(QueryDict(str(stored_query)), viewer).is_cut
    return "&".join(part for part in (query, f"{CUT_PARAMETER}=1" if is_cut else "") if part)
