"""Reading decisions, the queue, blind readings and what moved."""

from skillsnet.classification.queries.decision_history import latest_alive_id, latest_spoken_id, own_decisions, words_of
from skillsnet.classification.queries.pending_review import waiting, waiting_count, waiting_in
from skillsnet.classification.queries.placements import (
    Placement,
    further_placements,
    grounded,
    placements_in,
    placements_of,
)

__all__ = [
    "Placement",
    "further_placements",
    "grounded",
    "latest_alive_id",
    "latest_spoken_id",
    "own_decisions",
    "placements_in",
    "placements_of",
    "waiting",
    "waiting_count",
    "waiting_in",
    "words_of",
]
