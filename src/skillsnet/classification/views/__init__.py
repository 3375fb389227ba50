"""Pages of the facilitators' work on categories, and the member's request."""

from skillsnet.classification.views.annotation_rounds import (
    annotation_close,
    annotation_label,
    annotation_round,
    annotation_rounds,
)
from skillsnet.classification.views.answers import (
    answer_request,
    confirm_project,
    decide,
    review_skipped,
    skip_project,
    undo_own_decision,
)
from skillsnet.classification.views.corrections import corrections, request_correction
from skillsnet.classification.views.learning import learn_now, learning, suggestion_update, suggestion_updates
from skillsnet.classification.views.queue import choose_taxonomy, review_item, review_queue
from skillsnet.classification.views.several import confirm_several, pending_list

__all__ = [
    "annotation_close",
    "annotation_label",
    "annotation_round",
    "annotation_rounds",
    "answer_request",
    "choose_taxonomy",
    "confirm_project",
    "confirm_several",
    "corrections",
    "decide",
    "learn_now",
    "learning",
    "pending_list",
    "request_correction",
    "review_item",
    "review_queue",
    "review_skipped",
    "skip_project",
    "suggestion_update",
    "suggestion_updates",
    "undo_own_decision",
]
