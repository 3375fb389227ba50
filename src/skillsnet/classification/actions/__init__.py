"""Writes about which proposal belongs to which category: decisions, suggestions, readings, corrections, relearning."""

from skillsnet.classification.actions.corrections import answer_correction, ask_for_correction
from skillsnet.classification.actions.decisions import (
    Draft,
    Overtaken,
    Placed,
    confirm_categories,
    derive_current,
    say_cannot_tell,
    skip,
    skip_no_more,
    undo_decision,
    write_decisions,
)
from skillsnet.classification.actions.queue import place_queue
from skillsnet.classification.actions.readings import close_reading, label, start_reading
from skillsnet.classification.actions.relearning import begin_relearning, fail_relearning, relearn
from skillsnet.classification.actions.suggestions import suggest_categories

__all__ = [
    "Draft",
    "Overtaken",
    "Placed",
    "answer_correction",
    "ask_for_correction",
    "begin_relearning",
    "close_reading",
    "confirm_categories",
    "derive_current",
    "fail_relearning",
    "label",
    "place_queue",
    "relearn",
    "say_cannot_tell",
    "skip",
    "skip_no_more",
    "start_reading",
    "suggest_categories",
    "undo_decision",
    "write_decisions",
]
