"""Reading who belongs to an organisation, and what they may do for it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import Viewer
from skillsnet.participants.enums import AffiliationState
from skillsnet.participants.models import Affiliation, Organisation, Person
from skillsnet.participants.visibility import organisation_label, person_label, shown_value


@dataclass(frozen=True)
class Colleague:
    """A member with a place in an organisation; the name is what the viewer may read, else a number."""

    place_id: int
    label: str
    right: str
    right_label: str
    right_since: datetime | None
    has_left: bool
    is_viewer: bool


@dataclass(frozen=True)
class OwnPlace:
    """An organisation that a member belongs to, and what they may do for it."""

    organisation_id: int
    name: str
    right: str


def colleagues(organisation: Organisation, viewer: Viewer) -> list[Colleague]:
    """Return the members of an organisation, owners and editors first, those who left last. Three queries."""
    affiliations = Affiliation.objects.filter(
        organisation=organisation, person__user__isnull=False, person__is_removed=False
    )
    rows = affiliations.select_related("person").prefetch_related("person__consents").order_by("pk")
    colleagues_found = [
        Colleague(
            place_id=row.pk,
            label=_label(row.person, viewer),
            right=row.right,
            right_label=row.get_right_display(),
            right_since=row.right_since,
            has_left=row.state == AffiliationState.LEFT,
            is_viewer=row.person.user_id == viewer.user_id,
        )
        for row in rows
    ]
    return sorted(
        colleagues_found, key=lambda row: (row.has_left, ("owner", "editor", "").index(row.right), row.place_id)
    )


def unclaimed_count(organisation: Organisation) -> int:
    """Return how many people of an organisation are no members."""
    affiliations = Affiliation.objects.filter(organisation=organisation, state=AffiliationState.CONFIRMED)
    return affiliations.filter(person__user=None, person__is_removed=False).count()


def own_places(person: Person, viewer: Viewer) -> list[OwnPlace]:
    """Return the organisations that a member belongs to; one query."""
    affiliations = Affiliation.objects.filter(person=person, state=AffiliationState.CONFIRMED)
    rows = affiliations.filter(organisation__merged_into=None, organisation__removal=None)
    return [
        OwnPlace(row.organisation_id, organisation_label(row.organisation, viewer), row.right)
        for row in rows.select_related("organisation").order_by("pk")
    ]


def _label(person: Person, viewer: Viewer) -> str:
    if viewer.is_facilitator:
        return person_label(person, viewer)
    return shown_value(person, "name", viewer) or _("Member %(number)s") % {"number": person.pk}
