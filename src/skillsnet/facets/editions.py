"""In which edition's categories the network may be seen."""

from dataclasses import dataclass, replace

from skillsnet.classification.models import Assignment
from skillsnet.facets.enums import FacetKey
from skillsnet.facets.filters import Filters
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition
from skillsnet.taxonomy.queries import SKILLS


@dataclass(frozen=True)
class EditionChoice:
    """An edition to see the network in; `query` is the address's part that chooses it, other filters kept."""

    number: int
    is_in_force: bool
    is_chosen: bool
    query: str


def edition_choice(filters: Filters) -> list[EditionChoice]:
    """Return the editions in which projects stand, the newest first; none where there is no choice. One query."""
    current = Assignment.objects.filter(is_current=True).order_by().values("edition").distinct()
    public = Edition.objects.filter(taxonomy__slug=SKILLS, state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])
    rows = public.filter(pk__in=current).order_by("-number").values_list("number", "state")
    open_choice = filters.without(FacetKey.CATEGORY)
    choices = [
        EditionChoice(
            number=number,
            is_in_force=state == EditionState.PUBLISHED,
            is_chosen=filters.edition == number or (filters.edition is None and state == EditionState.PUBLISHED),
            query=replace(open_choice, edition=None if state == EditionState.PUBLISHED else number).to_query(),
        )
        for number, state in rows
    ]
    return choices if len(choices) > 1 or filters.edition is not None else []
