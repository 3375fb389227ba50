"""Keeping the neighbourhoods of similar issues, and selections that somebody took from the map."""

import base64
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.calls.actions import lock_version
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.core.id_sets import pack_ids
from skillsnet.core.text import mask_contacts
from skillsnet.db.bulk import insert_rows, update_rows
from skillsnet.db.retention import forget_not_taken
from skillsnet.facets.models import Neighbourhood, NeighbourhoodMember, Selection
from skillsnet.web.rate_limit import allow

Terms = Sequence[str] | Mapping[str, Sequence[str]]

# Projects asked for at once; SQLite takes no more numbers in one question.
ASKED_AT_ONCE = 900
SELECTED_AT_MOST = 100_000
# New ones in an hour, by one person or from one address.
SELECTIONS_AN_HOUR = 60
# A selection nobody took again in this time is forgotten, and of all of them the oldest beyond so many bytes.
SELECTION_DAYS = 90
MOST_KEPT_BYTES = 64 * 1024 * 1024
# What a selection takes besides its numbers: code, times, two indexes.
ROW_BYTES = 200
# 128 bits: nobody meets the code of another selection, by chance or by trying.
CODE_BYTES = 16


@transaction.atomic
def store_neighbourhoods(rows: Sequence[tuple[str, Terms]], of_project: Mapping[int, str]) -> None:
    """Replace the neighbourhoods by these (slug and distinctive terms) and say which project is in which.

    Terms are those of each language by its code, or a sequence of terms that stand for all languages.
    Projects that are gone are left out. Only what differs is written; a constant number of queries but for the
    pieces in which members that left are deleted.
    """
    lock_version()
    pk_of = _write_neighbourhoods(rows)
    existing_ids = set(Project.objects.order_by().values_list("pk", flat=True))
    neighbourhood_by_project = {pk: pk_of[slug] for pk, slug in of_project.items() if pk in existing_ids}
    current = dict(NeighbourhoodMember.objects.order_by().values_list("project_id", "neighbourhood_id"))
    removed_ids = sorted(current.keys() - neighbourhood_by_project.keys())
    for start in range(0, len(removed_ids), ASKED_AT_ONCE):
        NeighbourhoodMember.objects.filter(pk__in=removed_ids[start : start + ASKED_AT_ONCE]).delete()
    updates = [(to, pk) for pk, to in neighbourhood_by_project.items() if pk in current and current[pk] != to]
    update_rows(NeighbourhoodMember, ("neighbourhood_id",), updates)
    new = [(pk, to) for pk, to in neighbourhood_by_project.items() if pk not in current]
    insert_rows(NeighbourhoodMember, ("project_id", "neighbourhood_id"), new)
    Neighbourhood.objects.exclude(pk__in=list(pk_of.values())).delete()


def _masked(terms: Terms) -> dict[str, list[str]]:
    by_language = terms if isinstance(terms, Mapping) else {"": terms}
    return {language: [mask_contacts(word) for word in words] for language, words in by_language.items()}


def _write_neighbourhoods(rows: Sequence[tuple[str, Terms]]) -> dict[str, int]:
    """Write the neighbourhoods under their slugs, in the order given, and return their primary keys."""
    masked = [(slug, _masked(terms)) for slug, terms in rows]
    Neighbourhood.objects.bulk_create(
        [Neighbourhood(slug=slug, order=order, words=words) for order, (slug, words) in enumerate(masked)],
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["order", "words"],
    )
    slugs = {slug for slug, _words in masked}
    pks = Neighbourhood.objects.order_by("pk").values_list("slug", "pk")
    return {slug: pk for slug, pk in pks if slug in slugs}


@transaction.atomic
def store_selection(ids: Collection[int], *, by: str = "") -> str:
    """Keep these projects as a selection and return its code; the same projects have the same code.

    Those that are not shown are left out; `Invalid` when none remains. `by` is whose rate limit it counts for.
    """
    if len(ids) > SELECTED_AT_MOST:
        raise Invalid(
            _("A selection can have at most %(most)d projects, and this one has %(count)d. Filter the map first.")
            % {"most": SELECTED_AT_MOST, "count": len(ids)}
        )
    requested = set(ids)
    visible = [pk for pk in Project.objects.public().order_by("pk").values_list("pk", flat=True) if pk in requested]
    if not visible:
        raise Invalid(_("None of these projects is in the network any more. Go back to the map and choose again."))
    code = _code_of(visible)
    is_known = Selection.objects.filter(code=code).exists()
    if not is_known and not allow("selections", by=by, most_an_hour=SELECTIONS_AN_HOUR):
        raise Invalid(
            _("You have made too many selections this hour. Copy the map’s link instead, or try again in an hour.")
        )
    packed = pack_ids(visible)
    Selection.objects.update_or_create(
        code=code,
        defaults={"taken_at": timezone.now(), "count": len(visible), "packed_ids": packed, "size_bytes": len(packed)},
    )
    return code


def _code_of(ids: Sequence[int]) -> str:
    digest = sha256(",".join(map(str, ids)).encode()).digest()[:CODE_BYTES]
    return base64.b32encode(digest).decode().rstrip("=").lower()


@transaction.atomic
def forget_selections() -> int:
    """Forget the selections that nobody took for so long, and the oldest of too many; return how many."""
    size = F("size_bytes") + ROW_BYTES
    return forget_not_taken(Selection.objects.all(), days=SELECTION_DAYS, size=size, most_bytes=MOST_KEPT_BYTES)


def add_neighbours(neighbourhood_of: Mapping[int, int]) -> None:
    """Put projects that stand in no neighbourhood yet into those of these primary keys; two queries."""
    placed_ids = NeighbourhoodMember.objects.filter(project__in=list(neighbourhood_of)).values_list(
        "project_id", flat=True
    )
    late = sorted(neighbourhood_of.keys() - set(placed_ids))
    insert_rows(NeighbourhoodMember, ("project_id", "neighbourhood_id"), [(pk, neighbourhood_of[pk]) for pk in late])
