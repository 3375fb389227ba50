"""What the directory says about how a search was understood."""

from dataclasses import dataclass, replace

from skillsnet.core.search import Meaning
from skillsnet.facets.enums import SearchMode
from skillsnet.facets.filters import Filters
from skillsnet.facets.search import other_meanings
from skillsnet.facets.spelling import near_spelling

MEANINGS_SHOWN = 12


@dataclass(frozen=True)
class SearchNotes:
    """How a search was understood, with the addresses that change it; empty strings for what is not offered.

    Attributes
    ----------
    meanings : tuple of Meaning
        The words of other languages that were searched too.
    is_text : bool
        Whether the words were compared as a text.
    exact, wide, text : str
        The queries of the same choice with these words alone, with other languages, and as a text.
    suggestion, suggested : str
        What was probably meant, and the query that searches it.
    """

    meanings: tuple[Meaning, ...]
    is_text: bool
    exact: str
    wide: str
    text: str
    suggestion: str
    suggested: str


def search_notes(filters: Filters, *, has_results: bool) -> SearchNotes | None:
    """Return how the search of a choice was understood; None without one. At most three queries."""
    if not filters.q:
        return None
    is_text, is_exact = filters.similar is not None, filters.match == SearchMode.EXACT
    suggestion = "" if is_text else near_spelling(filters.q)
    meanings = () if is_text else other_meanings(filters.q, filters.match)
    return SearchNotes(
        meanings=meanings[:MEANINGS_SHOWN],
        is_text=is_text,
        exact=_query(filters, match=SearchMode.EXACT.value) if is_text or meanings else "",
        wide=_query(filters, match="") if is_exact else "",
        text="" if is_text or has_results else _query(filters, match=SearchMode.TEXT.value),
        suggestion=suggestion,
        suggested=_query(filters, q=suggestion, match="") if suggestion else "",
    )


def _query(filters: Filters, **changes: str) -> str:
    return replace(filters, **changes).to_query()  # type: ignore[arg-type]
