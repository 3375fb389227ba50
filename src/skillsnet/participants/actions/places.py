"""Who may edit an organisation: given by its owners, and to somebody always while anybody is there."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.audit.actions import record
from skillsnet.core.errors import Invalid
from skillsnet.db.bulk import in_parts
from skillsnet.participants.enums import AffiliationState, EditingRight
from skillsnet.participants.models import Affiliation, Organisation
from skillsnet.participants.rules import may_decide_who_edits, place_of, why_not_without_owner

MAX_IDS_A_QUERY = 900


@transaction.atomic
def settle_owners(organisation_ids: Iterable[int]) -> list[Affiliation]:
    """Give each organisation that has members and no owner one, and return the places that own it since.

    It is whoever has been editing it for longest, else whoever claimed their profile first. Two queries for 900
    organisations where there is nothing to settle.
    """
    appointed: list[Affiliation] = []
    for part in in_parts(sorted(set(organisation_ids)), size=MAX_IDS_A_QUERY):
        open_ids = sorted(set(_waiting_places(part).values_list("organisation_id", flat=True)))
        if open_ids:
            list(Organisation.objects.select_for_update().filter(pk__in=open_ids).order_by("pk"))
            appointed += _appoint(open_ids)
    return appointed


def _waiting_places(organisation_ids: Iterable[int]) -> QuerySet[Affiliation]:
    """Return the places of members in organisations that nobody owns."""
    affiliations = Affiliation.objects.filter(state=AffiliationState.CONFIRMED, person__user__isnull=False)
    owners = affiliations.filter(organisation=OuterRef("organisation"), right=EditingRight.OWNER)
    of_these = affiliations.filter(
        organisation__in=list(organisation_ids), organisation__merged_into=None, person__user__is_active=True
    )
    return of_these.exclude(Exists(owners)).order_by("pk")


def _appoint(organisation_ids: Iterable[int]) -> list[Affiliation]:
    by_organisation: dict[int, list[Affiliation]] = {}
    for affiliation in _waiting_places(organisation_ids).select_related("person"):
        by_organisation.setdefault(affiliation.organisation_id, []).append(affiliation)
    appointed = [min(affiliations, key=_turn) for affiliations in by_organisation.values()]
    for affiliation in appointed:
        _give(affiliation, EditingRight.OWNER, by=None)
    return appointed


def _turn(affiliation: Affiliation) -> tuple[bool, float, int]:
    """Return what orders the places of one organisation: editors before others, the longest first."""
    since = affiliation.right_since if affiliation.right else affiliation.person.claimed_at
    return (not affiliation.right, since.timestamp() if since else float("inf"), affiliation.pk)


@transaction.atomic
def give_right(place_id: int, right: str, *, viewer: Viewer) -> Affiliation:
    """Say what a member may do for an organisation; an empty right takes it away. `Invalid` says why not."""
    affiliation = _locked(place_id)
    _refuse_unless_decider(viewer, affiliation)
    if affiliation.state != AffiliationState.CONFIRMED or affiliation.person.user_id is None:
        raise Invalid(_("This person has no place in the organisation any more. Load the page again."))
    if right != EditingRight.OWNER and (reason := why_not_without_owner(affiliation)):
        raise Invalid(reason)
    if right != affiliation.right:
        _give(affiliation, right, by=viewer.user_id)
    return affiliation


@transaction.atomic
def hand_ownership_over(place_id: int, *, viewer: Viewer) -> Affiliation:
    """Make somebody else the owner of an organisation; whoever hands it over may still edit it."""
    affiliation = give_right(place_id, EditingRight.OWNER, viewer=viewer)
    own_place = place_of(viewer, affiliation.organisation)
    if own_place is not None and own_place.pk != affiliation.pk and own_place.right == EditingRight.OWNER:
        _give(own_place, EditingRight.EDITOR, by=viewer.user_id)
    return affiliation


@transaction.atomic
def end_place(place_id: int, *, viewer: Viewer) -> Affiliation:
    """End a place in an organisation, one's own or, for its owners, another's; no import makes it again."""
    affiliation = _locked(place_id)
    if affiliation.person.user_id is None or affiliation.person.user_id != viewer.user_id:
        _refuse_unless_decider(viewer, affiliation)
    if reason := why_not_without_owner(affiliation):
        raise Invalid(reason)
    if affiliation.state != AffiliationState.LEFT:
        affiliation.state, affiliation.right, affiliation.right_since = AffiliationState.LEFT, "", None
        affiliation.save(update_fields=["state", "right", "right_since"])
        record(
            "participants.end_place",
            subject=f"organisation:{affiliation.organisation_id}",
            by=viewer.user_id,
            **_of(affiliation),
        )
    return affiliation


@transaction.atomic
def renew_place(place_id: int, *, viewer: Viewer) -> Affiliation:
    """Let a place stand again that was ended, without any right."""
    affiliation = _locked(place_id)
    _refuse_unless_decider(viewer, affiliation)
    if affiliation.state != AffiliationState.CONFIRMED:
        affiliation.state = AffiliationState.CONFIRMED
        affiliation.save(update_fields=["state"])
        record(
            "participants.renew_place",
            subject=f"organisation:{affiliation.organisation_id}",
            by=viewer.user_id,
            **_of(affiliation),
        )
        settle_owners([affiliation.organisation_id])
    return affiliation


def _give(affiliation: Affiliation, right: str, *, by: int | None) -> None:
    affiliation.right_since = (affiliation.right_since or timezone.now()) if right else None
    affiliation.right = right
    affiliation.save(update_fields=["right", "right_since"])
    record(
        "participants.give_right",
        subject=f"organisation:{affiliation.organisation_id}",
        by=by,
        right=right,
        **_of(affiliation),
    )


def _of(affiliation: Affiliation) -> dict[str, int]:
    return {"person": affiliation.person_id}


def _locked(place_id: int) -> Affiliation:
    """Return a place whose organisation nobody else decides about meanwhile."""
    ids = list(Affiliation.objects.filter(pk=place_id).order_by("pk").values_list("organisation_id", flat=True))
    list(Organisation.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    affiliations = Affiliation.objects.filter(pk=place_id, organisation__in=ids).order_by("pk")
    affiliation = affiliations.select_related("person", "organisation").first()
    if affiliation is None:
        raise Invalid(_("This person has no place in the organisation any more. Load the page again."))
    return affiliation


def _refuse_unless_decider(viewer: Viewer, affiliation: Affiliation) -> None:
    if not may_decide_who_edits(viewer, affiliation.organisation):
        raise Invalid(_("Only an owner of the organisation can do this. Ask one of them."))
