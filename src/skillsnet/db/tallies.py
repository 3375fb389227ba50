"""How often something was done lately, counted exactly over all threads and processes, in a table of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from skillsnet.db.models import Tally

KEY_LENGTH = 32


@dataclass(frozen=True)
class Allowance:
    """How often something may be done within a span of time, which begins with the first."""

    most: int
    within_s: int


@dataclass(frozen=True)
class Count:
    """What one more came to."""

    number: int
    most: int
    ends_at: datetime

    @property
    def is_within(self) -> bool:
        """Whether this one is still allowed."""
        return self.number <= self.most

    @property
    def is_first_beyond(self) -> bool:
        """Whether this is the first one of the span that is not allowed: worth a note, the next ones are not."""
        return self.number == self.most + 1


def key_of(name: str, *parts: str) -> str:
    """Return the key to count something by; who or where it is about can be read out of it by nobody."""
    digest = salted_hmac("skillsnet.db.tallies", "\n".join(parts), algorithm="sha256").hexdigest()
    return f"{name}:{digest[:KEY_LENGTH]}"


@transaction.atomic
def count_one_more(key: str, *, allowed: Allowance) -> Count:
    """Count one more under a key and return what that comes to; the same work whether it is allowed or not."""
    now = timezone.now()
    fresh = Tally(key=key, count=0, ends_at=now + timedelta(seconds=allowed.within_s))
    Tally.objects.bulk_create([fresh], ignore_conflicts=True)
    tally = Tally.objects.select_for_update().get(key=key)
    if tally.ends_at <= now:
        tally.count, tally.ends_at = 0, fresh.ends_at
    tally.count += 1
    tally.save(update_fields=["count", "ends_at"])
    return Count(tally.count, allowed.most, tally.ends_at)


def current_count(key: str, *, allowed: Allowance) -> Count:
    """Return what stands under a key now, and count nothing."""
    now = timezone.now()
    tally = Tally.objects.filter(key=key, ends_at__gt=now).first()
    return Count(tally.count, allowed.most, tally.ends_at) if tally else Count(0, allowed.most, now)


def forget_tallies() -> int:
    """Delete the counts whose time is over; return how many."""
    return Tally.objects.filter(ends_at__lt=timezone.now()).delete()[0]
