"""Reading decisions, the queue, blind readings and what moved."""

from skillsnet.classification.queries.placements import Placement, placements_of
from skillsnet.classification.queries.spoken import latest_alive_id, latest_spoken_id, own_decisions, words_of
from skillsnet.classification.queries.waiting import waiting, waiting_count, waiting_in

__all__ = [
    "Placement",
    "latest_alive_id",
    "latest_spoken_id",
    "own_decisions",
    "placements_of",
    "waiting",
    "waiting_count",
    "waiting_in",
    "words_of",
]
