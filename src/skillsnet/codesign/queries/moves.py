"""What a draft would move, as a worker has worked it out; reading only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.codesign.models import Forecast
from skillsnet.codesign.queries.drafts import fingerprint
from skillsnet.core.taxonomy import Step
from skillsnet.db.jobs import STALE_SECONDS
from skillsnet.taxonomy.models import Edition


@dataclass(frozen=True)
class ForeseenPassage:
    """Where one project would go: each step, where it would stand, and the categories somebody would choose from."""

    project_id: int
    steps: tuple[Step, ...]
    stands: tuple[str, ...]
    asked: tuple[str, ...]
    is_suggested: bool

    def to_row(self) -> list[Any]:
        """Return it as JSON."""
        steps = [[step.old, step.kind, step.new] for step in self.steps]
        return [self.project_id, steps, self.stands, self.asked, int(self.is_suggested)]

    @classmethod
    def from_row(cls, row: list[Any]) -> "ForeseenPassage":
        """Return what a row of JSON says."""
        pk, steps, stands, asked, is_suggested = row
        return cls(pk, tuple(Step(*step) for step in steps), tuple(stands), tuple(asked), bool(is_suggested))


@dataclass(frozen=True)
class Foreseen:
    """What a draft would move, and how many would stand in each category then."""

    items: tuple[ForeseenPassage, ...]
    counts: Mapping[str, int]

    @property
    def open_items(self) -> list[ForeseenPassage]:
        """Those about which somebody would have to decide."""
        return [item for item in self.items if item.asked]


@dataclass(frozen=True)
class Prospect:
    """What is known of what a draft would move: worked out or not, of the data as they are or before, or under way."""

    foreseen: Foreseen | None
    is_of_now: bool
    is_under_way: bool
    has_failed: bool


def prospect(edition: Edition) -> Prospect:
    """Return what is known of what putting a draft in force would move; what an earlier draft would is not."""
    found = Forecast.objects.filter(edition=edition).first()
    if found is None:
        return Prospect(None, is_of_now=False, is_under_way=False, has_failed=False)
    is_known = found.made_at is not None and found.fingerprint == fingerprint(edition)
    items = tuple(ForeseenPassage.from_row(row) for row in found.items) if is_known else ()
    alive = timezone.now() - timedelta(seconds=STALE_SECONDS)
    return Prospect(
        Foreseen(items, found.counts) if is_known else None,
        is_of_now=is_known and found.data_version == data_version(),
        is_under_way=found.heartbeat_at is not None and found.heartbeat_at >= alive,
        has_failed=found.is_failed,
    )
