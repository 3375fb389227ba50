"""Writes about which project belongs to which category: decisions, readings, corrections, and asking to learn.

What learns and reads (`suggestions`, `relearning`, `queue`) is a worker's, and is not imported here.
"""

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
from skillsnet.classification.actions.learning import begin_relearning, fail_relearning
from skillsnet.classification.actions.readings import close_reading, label, start_reading

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
    "say_cannot_tell",
    "skip",
    "skip_no_more",
    "start_reading",
    "undo_decision",
    "write_decisions",
]
