"""Writes about which project belongs to which category: decisions, annotation rounds, corrections, relearning.

What learns and reads (`suggestions`, `relearning`, `queue`) is a worker's, and is not imported here.
"""

from skillsnet.classification.actions.annotation_rounds import (
    close_annotation_round,
    label_project,
    start_annotation_round,
)
from skillsnet.classification.actions.corrections import answer_correction, ask_for_correction
from skillsnet.classification.actions.decisions import (
    AssignmentDraft,
    DecisionConflict,
    DecisionDraft,
    clear_skips,
    confirm_categories,
    derive_current,
    say_cannot_tell,
    skip,
    undo_decision,
    write_decisions,
)
from skillsnet.classification.actions.learning import begin_relearning, fail_relearning

__all__ = [
    "AssignmentDraft",
    "DecisionConflict",
    "DecisionDraft",
    "answer_correction",
    "ask_for_correction",
    "begin_relearning",
    "clear_skips",
    "close_annotation_round",
    "confirm_categories",
    "derive_current",
    "fail_relearning",
    "label_project",
    "say_cannot_tell",
    "skip",
    "start_annotation_round",
    "undo_decision",
    "write_decisions",
]
