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
    person: Person, field: PersonField, *, audience: str, wording: str, source: str, by: int | None
) -> None:
    """Write down that a person agrees to show a field to an audience; an earlier word about it ends."""
    lock_version()
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
    lock_version()
    ended = _end(person, field, at=timezone.now())
    record("calls.withdraw_consent", subject=f"person:{person.pk}", by=by, field=field, ended=ended)
    names_changed([person.pk])


def _end(person: Person, field: PersonField, *, at: datetime) -> int | None:
    """End what stands agreed about a field; return its number, None for nothing."""
    standing = Consent.objects.filter(person=person, field=field, withdrawn_at=None)
    ended = standing.order_by("pk").values_list("pk", flat=True).first()
    standing.update(withdrawn_at=at)
    return ended


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
    said = {"field": "name", "audience": Audience.PUBLIC, "wording": wording, "given_at": timezone.now()}
    made = Consent.objects.bulk_create(Consent(person_id=pk, source=sources[pk], **said) for pk in people)
    told = {"field": "name", "audience": Audience.PUBLIC.value, "run": run, "ended": None}
    details = {f"person:{one.person_id}": {**told, "given": one.pk} for one in made}
    record_each("calls.give_consent", details=details, by=by)
    names_changed(people)
    return {one.person_id: one.pk for one in made}


@transaction.atomic
def take_back_names(consents: Collection[int], *, run: int, by: int | None) -> set[int]:
    """Let consents that still stand go as if they had never been given; return whose names are held back again.

    What the person withdrew since stays written down. The caller calls `names_changed` once it has changed the rest.
    """
    standing = Consent.objects.filter(pk__in=list(consents), withdrawn_at=None) if consents else Consent.objects.none()
    people = dict(standing.order_by("pk").values_list("pk", "person_id"))
    if people:
        lock_version()
        Consent.objects.filter(pk__in=list(people)).delete()
        details = {f"person:{who}": {"field": "name", "run": run, "ended": pk} for pk, who in people.items()}
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
