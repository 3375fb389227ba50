"""What follows when people agree that their names be public, take it back, or are called otherwise."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import bump_data_version, data_changed, hold_data, index_proposals
from skillsnet.calls.field_actions import derive_extra_values
from skillsnet.calls.models import DataVersion, Proposal
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.models import Consent, Person

AT_ONCE = 500


@transaction.atomic
def give_consent(
    person: Person, field: PersonField, *, audience: str, wording: str, source: str, by: int | None
) -> None:
    """Write down that a person agrees to show a field to an audience; an earlier word about it ends."""
    hold_data()
    now = timezone.now()
    ended = _end(person, field, at=now)
    said = {"audience": audience, "wording": wording, "source": source, "given_at": now}
    given = Consent.objects.create(person=person, field=field, **said)
    told = {"field": field, "audience": audience, "given": given.pk, "ended": ended}
    record("calls.give_consent", subject=f"person:{person.pk}", by=by, **told)
    names_changed([person.pk])


@transaction.atomic
def withdraw_consent(person: Person, field: PersonField, *, by: int | None) -> None:
    """Write down that a person takes back that a field may be shown."""
    hold_data()
    ended = _end(person, field, at=timezone.now())
    record("calls.withdraw_consent", subject=f"person:{person.pk}", by=by, field=field, ended=ended)
    names_changed([person.pk])


def _end(person: Person, field: PersonField, *, at: datetime) -> int | None:
    """End what stands agreed about a field; return its number, None for nothing."""
    standing = Consent.objects.filter(person=person, field=field, withdrawn_at=None)
    ended = standing.order_by("pk").values_list("pk", flat=True).first()
    standing.update(withdrawn_at=at)
    return ended


def proposals_naming(people: Collection[int]) -> set[int]:
    """Return the proposals in whose texts these people's names are withheld, if they stand there."""
    theirs = (
        Q(contact__in=people) | Q(named_people__person__in=people) | Q(organisation__affiliations__person__in=people)
    )
    return set(Proposal.objects.filter(theirs).order_by().values_list("pk", flat=True)) if people else set()


@transaction.atomic
def names_changed(people: Collection[int]) -> None:
    """Look anew where these people are named, and tell the rest of the platform."""
    ids = sorted(proposals_naming(people))
    index_proposals(ids)
    # At once, like the texts, and not when a worker comes to what follows.
    derive_extra_values(proposal_ids=ids)
    data_changed(ids)


def look_for_names_once() -> int:
    """Look for names in all that stood before names were withheld; return in how many proposals."""
    ids = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    if not ids or DataVersion.objects.filter(names_looked_for=True).exists():
        return 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            index_proposals(ids[start : start + AT_ONCE])
    with transaction.atomic():
        bump_data_version()
        DataVersion.objects.filter(pk=1).update(names_looked_for=True)
    return len(ids)
