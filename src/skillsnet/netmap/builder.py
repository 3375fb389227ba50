"""Building every map that is behind; a worker's work, never a page's."""

import time
from collections.abc import Sequence

from skillsnet.calls.queries import data_version
from skillsnet.facets.queries import shown_projects
from skillsnet.netmap.actions import newest_map, rebuild_map
from skillsnet.netmap.building import ask_for_map, building, holds, insist_on_map, note_made, what_was_asked
from skillsnet.netmap.versions import Wanted, next_wanted


class MapStaysBehind(Exception):
    """A map was built and is behind the same data all the same: a fault of ours, which building again would repeat."""


# After a build that took so long a worker does other work for as long, though the data have changed meanwhile: while
# an import writes they do all the time.
RESTS_FROM_SECONDS, MOST_REST_SECONDS = 5.0, 60.0


def build_maps(project_ids: Sequence[int] | None = None, *, rests: bool = False) -> int:
    """Build what is behind, newest data first, until nothing is; return how many maps were built.

    While another builder is at it this one leaves it to that one, which goes on until nothing is behind. Of a large
    network only `project_ids` are read again at first, where it is told them and that is enough. One that `rests` has
    what changed while it was at a large map built later.
    """
    rest_s = 0.0
    built: set[tuple[Wanted, int, int]] = set()
    with building() as lease:
        while lease is not None and not rest_s and holds(lease) and (wanted := next_wanted()) is not None:
            begun = time.monotonic()
            asked = what_was_asked()
            turn = (wanted, data_version(), asked)
            if turn in built:
                raise MapStaysBehind(f"map {wanted.edition or 'in force'} of data version {turn[1]}")
            _build(wanted, project_ids if not built else None)
            if wanted.edition is None:
                note_made(asked)
            built.add(turn)
            took_s = time.monotonic() - begun
            rest_s = min(took_s, MOST_REST_SECONDS) if rests and took_s >= RESTS_FROM_SECONDS else 0.0
    # Between the last look and the end of the lease somebody may have been sent away.
    if lease is not None and next_wanted() is not None:
        ask_for_map(after_s=rest_s)
    return len(built)


def _build(wanted: Wanted, hint: Sequence[int] | None) -> None:
    if hint is not None and wanted.edition is None and shown_projects().exists():
        rebuild_map(hint)
    else:
        newest_map(edition=wanted.edition)


def follow_up_map(project_ids: Sequence[int] | None = None) -> int:
    """Build the map after a change of the data: by this builder, or by the one that is at it."""
    insist_on_map()
    return build_maps(project_ids)
