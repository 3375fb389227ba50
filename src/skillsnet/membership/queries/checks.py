"""Reading which members are to be asked whether their profile is still right, and when it was last confirmed."""

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from skillsnet.membership.models import ProfileCheck
from skillsnet.participants.models import Person

ASKED_EVERY = timedelta(days=365)


def due_checks(now: datetime) -> QuerySet[ProfileCheck]:
    """Return whom to ask: who neither confirmed the profile nor was asked for a year, with the person and account."""
    long_ago = now - ASKED_EVERY
    return (
        ProfileCheck.objects.filter(Q(asked_at=None) | Q(asked_at__lte=long_ago), confirmed_at__lte=long_ago)
        .filter(stopped_at=None, person__user__is_active=True, person__is_removed=False)
        .exclude(site="")
        .select_related("person__user")
        .order_by("confirmed_at", "pk")
    )


def last_confirmed(person: Person | None) -> datetime | None:
    """Return when a member last said that their profile is right; nothing for whoever is no member. One query."""
    if person is None or person.user_id is None or person.is_removed:
        return None
    return ProfileCheck.objects.filter(person=person).values_list("confirmed_at", flat=True).first()


def is_check_open(person: Person, now: datetime) -> bool:
    """Return whether a member's own page asks: a year has gone by, or the mail's question has no answer yet."""
    open_checks = Q(confirmed_at__lte=now - ASKED_EVERY) | Q(asked_at__gt=F("confirmed_at"))
    return ProfileCheck.objects.filter(open_checks, person=person).exists()
