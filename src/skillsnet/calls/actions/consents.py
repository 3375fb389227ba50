"""What follows when people agree that their names be public, withdraw that, or are called otherwise."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record, record_each
from skillsnet.calls.actions.fields import derive_extra_values
from skillsnet.calls.actions.follow_ups import data_changed
from skillsnet.calls.actions.search_documents import index_projects
from skillsnet.calls.actions.versions import increment_version, lock_version
from skillsnet.calls.models import DataVersion, Project
from skillsnet.calls.queries.withheld_names import projects_naming
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Consent, Person

AT_ONCE = 500


@transaction.atomic
def give_consent(
    person: Person,
    field: PersonField,
    *,
    audience: str,
    wording: str,
    source: str,
    by: int | None,
    wording_hash: str = "",
    language: str = "",
) -> None:
    """Write down that a person agrees to show a field to an audience; an earlier word about it ends."""
    lock_version()
    now = timezone.now()
    ended_id = _end_consent(person, field, at=now)
    values = {"audience": audience, "wording": wording, "source": source, "given_at": now}
    values |= {"wording_hash": wording_hash, "language": language}
    consent = Consent.objects.create(person=person, field=field, **values)
    details = {"field": field, "audience": audience, "given": consent.pk, "ended": ended_id}
    record("calls.give_consent", subject=f"person:{person.pk}", by=by, **details)
    names_changed([person.pk])


@transaction.atomic
def withdraw_consent(person: Person, field: PersonField, *, by: int | None) -> None:
    """Write down that a person takes back that a field may be shown."""
    lock_version()
    ended_id = _end_consent(person, field, at=timezone.now())
    record("calls.withdraw_consent", subject=f"person:{person.pk}", by=by, field=field, ended=ended_id)
    names_changed([person.pk])


def _end_consent(person: Person, field: PersonField, *, at: datetime) -> int | None:
    """End what stands agreed about a field; return its number, None for nothing."""
    current = Consent.objects.filter(person=person, field=field, withdrawn_at=None)
    ended_id = current.order_by("pk").values_list("pk", flat=True).first()
    current.update(withdrawn_at=at)
    return ended_id


@transaction.atomic
def give_names(sources: Mapping[int, str], *, wording: str, run: int, by: int | None) -> dict[int, int]:
    """Write down that people agree to be named to everybody, and where each said so; return their consents.

    Whoever ever said who may see their name, took that back, or speaks for themselves, is left as they are, and out.
    """
    lock_version()
    silent = Person.objects.filter(pk__in=list(sources), user=None, claimed_at=None).exclude(consents__field="name")
    people = list(silent.order_by("pk").values_list("pk", flat=True))
    if not people:
        return {}
    values = {"field": "name", "audience": Audience.PUBLIC, "wording": wording, "given_at": timezone.now()}
    consents = Consent.objects.bulk_create(Consent(person_id=pk, source=sources[pk], **values) for pk in people)
    details_of_all = {"field": "name", "audience": Audience.PUBLIC.value, "run": run, "ended": None}
    details = {f"person:{consent.person_id}": {**details_of_all, "given": consent.pk} for consent in consents}
    record_each("calls.give_consent", details=details, by=by)
    names_changed(people)
    return {consent.person_id: consent.pk for consent in consents}


@transaction.atomic
def take_back_names(consents: Collection[int], *, run: int, by: int | None) -> set[int]:
    """Let consents that still stand go as if they had never been given; return whose names are held back again.

    What the person withdrew since stays written down. The caller calls `names_changed` once it has changed the rest.
    """
    current = Consent.objects.filter(pk__in=list(consents), withdrawn_at=None) if consents else Consent.objects.none()
    people = dict(current.order_by("pk").values_list("pk", "person_id"))
    if people:
        lock_version()
        Consent.objects.filter(pk__in=list(people)).delete()
        details = {f"person:{person}": {"field": "name", "run": run, "ended": pk} for pk, person in people.items()}
        record_each("calls.withdraw_consent", details=details, by=by)
    return set(people.values())


@transaction.atomic
def names_changed(people: Collection[int]) -> None:
    """Look anew where these people are named, and tell the rest of the platform."""
    ids = sorted(projects_naming(people))
    index_projects(ids)
    # At once, like the texts, and not when a worker comes to what follows.
    derive_extra_values(project_ids=ids)
    data_changed(ids)


def look_for_names_once() -> int:
    """Look for names in all that stood before names were withheld; return in how many projects."""
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    if not ids or DataVersion.objects.filter(names_looked_for=True).exists():
        return 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            index_projects(ids[start : start + AT_ONCE])
    with transaction.atomic():
        increment_version()
        DataVersion.objects.filter(pk=1).update(names_looked_for=True)
    return len(ids)
