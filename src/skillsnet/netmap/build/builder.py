"""Building every map that is outdated; a worker's work, never a page's."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version
from skillsnet.netmap.build.actions import newest_map, rebuild_map
from skillsnet.netmap.build.lease import builder_lease, note_served, request_count
from skillsnet.netmap.build.queries import DueMap, next_due_map


class MapStaysOutdated(Exception):
    """A map was built and is outdated all the same: a fault of ours, which building again would repeat."""


@dataclass(frozen=True)
class BuilderRun:
    """How many maps a builder built, and after how many seconds more is to be built; None where nothing is."""

    count: int
    next_after_s: float | None = None


# After a build that took so long a worker does other work for as long, though the data have changed meanwhile: while
# an import writes they do all the time.
RESTS_FROM_SECONDS, MOST_REST_SECONDS = 5.0, 60.0


def build_due_maps(project_ids: Sequence[int] | None = None, *, rests: bool = False) -> BuilderRun:
    """Build what is outdated, newest data first, until nothing is.

    While another builder is at it this one leaves it to that one, which goes on until nothing is outdated. Of a large
    network only `project_ids` are read again at first, where it is told them and that is enough. One that `rests` has
    what changed while it was at a large map built later.
    """
    rest_s = 0.0
    turns: set[tuple[DueMap, int, int]] = set()
    with builder_lease() as lease:
        while lease is not None and not rest_s and lease.is_held() and (due := next_due_map()) is not None:
            start_s = time.monotonic()
            requests = request_count()
            turn = (due, data_version(), requests)
            if turn in turns:
                raise MapStaysOutdated(f"map {due.edition or 'in force'} of data version {turn[1]}")
            _build(due, project_ids if not turns else None)
            if due.edition is None:
                note_served(requests)
            turns.add(turn)
            took_s = time.monotonic() - start_s
            rest_s = min(took_s, MOST_REST_SECONDS) if rests and took_s >= RESTS_FROM_SECONDS else 0.0
    # Between the last look and the end of the lease somebody may have been sent away.
    is_more_due = lease is not None and next_due_map() is not None
    return BuilderRun(len(turns), rest_s if is_more_due else None)


def _build(due: DueMap, project_ids: Sequence[int] | None) -> None:
    if project_ids is not None and due.edition is None and Project.objects.public().exists():
        rebuild_map(project_ids)
    else:
        newest_map(edition=due.edition)
