"""Leases: one worker at a time goes on with a row, and one that was taken for dead finds out before it writes."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models, transaction
from django.utils import timezone

from skillsnet.db.jobs.heartbeats import heartbeat
from skillsnet.db.jobs.queue import note_progress

Row = TypeVar("Row", bound=models.Model)


class LeaseLost(Exception):
    """Another worker has taken the work over, or it was ended meanwhile; the one that held the lease stops."""


@dataclass(frozen=True)
class Lease(Generic[Row]):
    """The right of one worker to go on with a row, for as long as the row fulfils the terms of the lease.

    Attributes
    ----------
    kind : model
        The kind of the row.
    row_id : int
        The row that is leased.
    terms : mapping of a field lookup to its value
        What only the holder finds fulfilled: the number or the end of this lease, and a state that is under way.
    """

    kind: type[Row]
    row_id: int
    terms: Mapping[str, object]

    def is_held(self) -> bool:
        """Return whether the lease is still its holder's."""
        return self._rows().exists()

    def lock(self, *related: str) -> Row:
        """Return the row, locked until the transaction ends, with related rows; raise `LeaseLost` when it is lost."""
        # What is related is locked by whoever writes it, if at all.
        rows = self._rows().select_for_update(of=("self",))
        row = (rows.select_related(*related) if related else rows).first()
        if row is None:
            raise self._lost_error()
        return row

    def write(self, **fields: object) -> None:
        """Write fields of the row, or raise `LeaseLost`, which undoes what else the transaction has written."""
        if not self._rows().update(**fields):
            raise self._lost_error()

    def advance(self, **fields: object) -> None:
        """Write how far the work is, as `write` does, renew the heartbeat, and count earlier failures no more."""
        self.write(**fields, heartbeat_at=timezone.now())
        note_progress()

    def _rows(self) -> models.QuerySet[Row]:
        return self.kind._default_manager.filter(pk=self.row_id, **self.terms)

    def _lost_error(self) -> LeaseLost:
        return LeaseLost(f"{self.kind._meta.verbose_name} {self.row_id}")


@transaction.atomic
def take_lease(row: Row, *, states: Collection[str] = (), **fields: object) -> Lease[Row] | None:
    """Take a row over from whoever held it, write fields into it, and reload it.

    Parameters
    ----------
    row : a row of a model with the fields `lease` (a number) and `heartbeat_at`
        Its heartbeat begins anew.
    states : collection of states
        While its `state` is one of these it can be taken and held; without any, no state is looked at.
    **fields : values
        What is written besides.

    Returns
    -------
    Lease or None
        None when the row is in another state.
    """
    kind = type(row)
    terms: dict[str, object] = {"state__in": list(states)} if states else {}
    locked = kind._default_manager.select_for_update().filter(pk=row.pk, **terms)
    number = locked.values_list("lease", flat=True).first()
    if number is None:
        return None
    lease = Lease(kind, row.pk, {"lease": number + 1, **terms})
    kind._default_manager.filter(pk=row.pk).update(lease=number + 1, heartbeat_at=timezone.now(), **fields)
    row.refresh_from_db()
    return lease


@contextmanager
def hold_lease(row: Row, *, states: Collection[str] = (), **fields: object) -> Iterator[Lease[Row] | None]:
    """Take a row over and renew its heartbeat until the block ends; the block gets None when it cannot be taken."""
    lease = take_lease(row, states=states, **fields)
    if lease is None:
        yield None
        return
    with heartbeat(row.pk, of=type(row)):
        yield lease
