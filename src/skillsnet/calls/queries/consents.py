"""What a person agreed to show, now and before, as facilitators read it."""

from dataclasses import dataclass
from datetime import datetime

from skillsnet.accounts.record import who_changed
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import FIELD_LABELS

ACTS = ("calls.give_consent", "calls.withdraw_consent")


@dataclass(frozen=True)
class Agreement:
    """One field of a person, and what they agreed to about it; empty where they agreed to nothing."""

    field: str
    label: str
    value: str
    audience_label: str = ""
    since: datetime | None = None
    source: str = ""


def agreements(person: Person) -> list[Agreement]:
    """Return each field of a person with what stands agreed, for facilitators; reads `person.consents`."""
    standing = {one.field: one for one in person.consents.all() if one.withdrawn_at is None}
    found = []
    for name, label in FIELD_LABELS.items():
        known, value = standing.get(name), str(getattr(person, name))
        if known is None:
            found.append(Agreement(name, str(label), value))
        else:
            shown_to = known.get_audience_display()
            found.append(Agreement(name, str(label), value, shown_to, known.given_at, known.source))
    return found


@dataclass(frozen=True)
class PastAgreement:
    """What a person agreed to at some time; `by` and `ended_by` are empty where the record does not say."""

    label: str
    audience_label: str
    source: str
    since: datetime
    by: str
    until: datetime | None
    ended_by: str


def past_agreements(person: Person) -> list[PastAgreement]:
    """Return all that a person ever agreed to, the newest first; reads `person.consents`, and one query."""
    acts = who_changed(f"person:{person.pk}", acts=ACTS)
    given = {detail.get("given"): who for detail, who in acts}
    ended = {detail.get("ended"): who for detail, who in acts}
    labels = {str(name): str(label) for name, label in FIELD_LABELS.items()}
    return [
        PastAgreement(
            label=labels[one.field],
            audience_label=one.get_audience_display(),
            source=one.source,
            since=one.given_at,
            by=given.get(one.pk, ""),
            until=one.withdrawn_at,
            ended_by=ended.get(one.pk, ""),
        )
        for one in sorted(person.consents.all(), key=lambda one: (one.given_at, one.pk), reverse=True)
    ]
