"""Keeping what the facets derive: the neighbourhoods of similar issues."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from skillsnet.calls.actions import hold_data
from skillsnet.calls.models import Proposal
from skillsnet.core.text import mask_contacts
from skillsnet.db.bulk import insert_rows, update_rows
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember

# Proposals asked for at once; SQLite takes no more numbers in one question.
ASKED_AT_ONCE = 900


@transaction.atomic
def store_neighbourhoods(rows: Sequence[tuple[str, Sequence[str]]], of_proposal: Mapping[int, str]) -> None:
    """Replace the neighbourhoods by these (slug and telling words) and say which proposal stands in which.

    Proposals that are gone are left out. Only what differs is written; a constant number of queries but for the
    pieces in which members that left are deleted.
    """
    hold_data()
    pk_of = _write_neighbourhoods(rows)
    known = set(Proposal.objects.order_by().values_list("pk", flat=True))
    wanted = {pk: pk_of[slug] for pk, slug in of_proposal.items() if pk in known}
    standing = dict(NeighbourhoodMember.objects.order_by().values_list("proposal_id", "neighbourhood_id"))
    gone = sorted(standing.keys() - wanted.keys())
    for start in range(0, len(gone), ASKED_AT_ONCE):
        NeighbourhoodMember.objects.filter(pk__in=gone[start : start + ASKED_AT_ONCE]).delete()
    moved = [(to, pk) for pk, to in wanted.items() if pk in standing and standing[pk] != to]
    update_rows(NeighbourhoodMember, ("neighbourhood_id",), moved)
    new = [(pk, to) for pk, to in wanted.items() if pk not in standing]
    insert_rows(NeighbourhoodMember, ("proposal_id", "neighbourhood_id"), new)
    Neighbourhood.objects.exclude(pk__in=list(pk_of.values())).delete()


def _write_neighbourhoods(rows: Sequence[tuple[str, Sequence[str]]]) -> dict[str, int]:
    """Write the neighbourhoods under their slugs, in the order given, and return their primary keys."""
    told = [(slug, {"": [mask_contacts(word) for word in words]}) for slug, words in rows]
    Neighbourhood.objects.bulk_create(
        [Neighbourhood(slug=slug, order=order, words=words) for order, (slug, words) in enumerate(told)],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["order", "words"],
    )
    wanted = {slug for slug, _words in told}
    found = Neighbourhood.objects.order_by("pk").values_list("slug", "pk")
    return {slug: pk for slug, pk in found if slug in wanted}
