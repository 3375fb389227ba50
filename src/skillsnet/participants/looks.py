"""Which facilitator read what a person shows to facilitators alone: noted while an answer is made, written after it.

`visibility` notes each field that it gives; `middleware.LookLog` opens and closes the notes of a request.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from skillsnet.accounts.viewer import Viewer
from skillsnet.participants.audiences import PersonField
from skillsnet.participants.enums import LookChannel
from skillsnet.participants.models import Look, Person

# A number that a field has had keeps it: rows hold it.
FIELD_BITS: Mapping[PersonField, int] = {"name": 1, "email": 2, "phone": 4, "position": 8}
ROWS_AT_ONCE = 500


@dataclass
class LookNotes:
    """What was read for one answer: the bits of the fields by channel and person; no channel is the answer's own."""

    bits: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    channel: str = ""


_notes: ContextVar[LookNotes | None] = ContextVar("look_notes", default=None)


@contextmanager
def noting(notes: LookNotes) -> Iterator[None]:
    """Keep notes of what is read inside."""
    token = _notes.set(notes)
    try:
        yield
    finally:
        _notes.reset(token)


@contextmanager
def looking(channel: LookChannel) -> Iterator[None]:
    """Say where what is read inside stands, where that is not the answer's own channel."""
    notes = _notes.get()
    if notes is None:
        yield
        return
    earlier, notes.channel = notes.channel, channel.value
    try:
        yield
    finally:
        notes.channel = earlier


def note_look(person: Person, names: Iterable[PersonField], viewer: Viewer) -> None:
    """Note that a facilitator reads these fields, which the person shows to facilitators alone; nobody else is noted.

    At the installation's own command line nobody is known, and nothing is noted.
    """
    notes = _notes.get()
    if notes is None or not viewer.is_facilitator or viewer.user_id in (None, person.user_id):
        return
    for name in names:
        notes.bits[notes.channel, person.pk] |= FIELD_BITS[name]


def write_looks(notes: LookNotes, *, by: int, channel: LookChannel) -> int:
    """Write what was noted, a row for each person, channel and day; return how many rows are new or say more.

    Few statements for any number of people; what was written on the same day already is not written again.
    """
    today, changed_count = timezone.localdate(), 0
    by_channel: dict[str, dict[int, int]] = defaultdict(dict)
    for (own_channel, person_id), bits in notes.bits.items():
        by_channel[own_channel or channel.value][person_id] = bits
    for own_channel, read in by_channel.items():
        earlier_looks = Look.objects.filter(by=by, channel=own_channel, day=today).order_by()
        if len(read) <= ROWS_AT_ONCE:
            earlier_looks = earlier_looks.filter(person__in=list(read))
        written = dict(earlier_looks.values_list("person", "fields"))
        new = [
            Look(person_id=person_id, by_id=by, channel=own_channel, fields=bits, day=today)
            for person_id, bits in read.items()
            if person_id not in written
        ]
        # Somebody may have been erased meanwhile: nothing is kept of them.
        new = _of_those_who_are_there(new)
        Look.objects.bulk_create(new, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)
        changed_count += len(new) + _add_fields(read, written, by=by, channel=own_channel)
    return changed_count


def _of_those_who_are_there(rows: list[Look]) -> list[Look]:
    ids: set[int] = set()
    for start in range(0, len(rows), ROWS_AT_ONCE):
        part = [row.person_id for row in rows[start : start + ROWS_AT_ONCE]]
        ids.update(Person.objects.filter(pk__in=part).order_by().values_list("pk", flat=True))
    return [row for row in rows if row.person_id in ids]


def _add_fields(read: Mapping[int, int], written: Mapping[int, int], *, by: int, channel: str) -> int:
    """Add the fields that rows of today do not name yet; a statement for each set of fields."""
    people: dict[int, list[int]] = defaultdict(list)
    for person_id, bits in read.items():
        if person_id in written and bits & ~written[person_id]:
            people[bits].append(person_id)
    for bits, ids in people.items():
        for start in range(0, len(ids), ROWS_AT_ONCE):
            rows = Look.objects.filter(
                by=by, channel=channel, day=timezone.localdate(), person__in=ids[start : start + ROWS_AT_ONCE]
            )
            rows.update(fields=F("fields").bitor(bits))
    return sum(map(len, people.values()))


def fields_in(bits: int) -> list[PersonField]:
    """Return the fields that a row names."""
    return [name for name, bit in FIELD_BITS.items() if bits & bit]


def forget_looks() -> int:
    """Delete what is older than people can read; return how many rows. Done by the housekeeping."""
    limit = timezone.localdate() - timedelta(days=settings.RETENTION_DAYS["look"])
    return Look.objects.filter(day__lt=limit).delete()[0]
