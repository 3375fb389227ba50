"""Pages of the facilitators' work on categories, and the member's request."""

from skillsnet.classification.views.answers import answer, confirm, decide, put_off, skipped, undo
from skillsnet.classification.views.corrections import ask, corrections
from skillsnet.classification.views.learning import learn_now, learning, moved, moved_list
from skillsnet.classification.views.queue import choose_taxonomy, review_item, review_queue, waiting_list
from skillsnet.classification.views.readings import reading, reading_close, reading_label, readings

__all__ = [
    "answer",
    "ask",
    "choose_taxonomy",
    "confirm",
    "corrections",
    "decide",
    "learn_now",
    "learning",
    "moved",
    "moved_list",
    "put_off",
    "reading",
    "reading_close",
    "reading_label",
    "readings",
    "review_item",
    "review_queue",
    "skipped",
    "undo",
    "waiting_list",
]
