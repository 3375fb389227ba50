"""What a person agreed to show, now and before, as facilitators read it."""

from dataclasses import dataclass
from datetime import datetime

from skillsnet.accounts.record import who_changed
from skillsnet.accounts.viewer import Viewer
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import FIELD_LABELS, shown_value

ACTS = ("calls.give_consent", "calls.withdraw_consent")


@dataclass(frozen=True)
class FieldConsent:
    """One field of a person, and what they agreed to about it; empty where they agreed to nothing."""

    field: str
    label: str
    value: str
    audience_label: str = ""
    since: datetime | None = None
    source: str = ""


def field_consents(person: Person, viewer: Viewer) -> list[FieldConsent]:
    """Return each field of a person as the viewer may read it, with what stands agreed; reads `person.consents`."""
    current = {consent.field: consent for consent in person.consents.all() if consent.withdrawn_at is None}
    fields = []
    for name, label in FIELD_LABELS.items():
        consent, value = current.get(name), shown_value(person, name, viewer)
        if consent is None:
            fields.append(FieldConsent(name, str(label), value))
        else:
            shown_to = consent.get_audience_display()
            fields.append(FieldConsent(name, str(label), value, shown_to, consent.given_at, consent.source))
    return fields


@dataclass(frozen=True)
class PastConsent:
    """What a person agreed to at some time; `by` and `ended_by` are empty where the record does not say."""

    label: str
    audience_label: str
    source: str
    since: datetime
    by: str
    until: datetime | None
    ended_by: str


def past_consents(person: Person) -> list[PastConsent]:
    """Return all that a person ever agreed to, the newest first; reads `person.consents`, and one query."""
    acts = who_changed(f"person:{person.pk}", acts=ACTS)
    given_by = {detail.get("given"): actor for detail, actor in acts}
    ended_by = {detail.get("ended"): actor for detail, actor in acts}
    labels = {str(name): str(label) for name, label in FIELD_LABELS.items()}
    return [
        PastConsent(
            label=labels[consent.field],
            audience_label=consent.get_audience_display(),
            source=consent.source,
            since=consent.given_at,
            by=given_by.get(consent.pk, ""),
            until=consent.withdrawn_at,
            ended_by=ended_by.get(consent.pk, ""),
        )
        for consent in sorted(person.consents.all(), key=lambda consent: (consent.given_at, consent.pk), reverse=True)
    ]
