"""Reading decisions, the review queue, annotation rounds and changes in suggestions."""

from skillsnet.classification.queries.decision_history import (
    decision_views,
    latest_decision_id,
    latest_valid_decision_id,
    own_decisions,
)
from skillsnet.classification.queries.pending_review import pending_count, pending_in, pending_projects
from skillsnet.classification.queries.placements import (
    Placement,
    other_taxonomy_placements,
    placements_in,
    placements_of,
    with_valid_evidence,
)

__all__ = [
    "Placement",
    "decision_views",
    "latest_decision_id",
    "latest_valid_decision_id",
    "other_taxonomy_placements",
    "own_decisions",
    "pending_count",
    "pending_in",
    "pending_projects",
    "placements_in",
    "placements_of",
    "with_valid_evidence",
]
