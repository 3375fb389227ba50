"""The batches in which long work writes, so that others get to write in between."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Whoever waits for SQLite's one write lock looks for it again after a tenth of a second at most.
GIVE_WAY_SECONDS = 0.12
# A transaction shall keep others from writing for no longer than this, and not go in needlessly small steps either.
LONG_SECONDS, SHORT_SECONDS = 1.0, 0.4
FEWEST_ROWS = 20


class BatchSize:
    """How many rows go into one transaction: fewer where a batch takes long, as on a busy machine."""

    def __init__(self, most: int) -> None:
        self.most = self.current = most

    def adjust(self, seconds: float) -> None:
        """Make batches smaller or larger after one of the current size took so long."""
        if seconds > LONG_SECONDS:
            self.current = max(min(FEWEST_ROWS, self.most), self.current // 2)
        elif seconds < SHORT_SECONDS:
            self.current = min(self.most, self.current * 2)

    @contextmanager
    def timed(self) -> Iterator[int]:
        """Give the size of the next batch, and adjust to how long that takes."""
        started_at = time.monotonic()
        yield self.current
        self.adjust(time.monotonic() - started_at)


def give_way() -> None:
    """Let those in who wait to write, between two batches; without it they meet only moments in which nobody writes."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(GIVE_WAY_SECONDS)
