"""An import's life: started, understood, previewed, corrected, written, taken back."""

from skillsnet.intake.actions.answers import (
    answer_all_new,
    answer_names,
    answer_organisation,
    answer_project,
    answer_projects,
    answer_repeats,
    ask_about_left_values,
    correct_cell,
    leave_values,
    make_categories,
    resolve_value,
    withdraw_answer,
)
from skillsnet.intake.actions.commits import begin_commit, commit, finish_commit
from skillsnet.intake.actions.deletions import delete_run
from skillsnet.intake.actions.erasures import erase_from_imports
from skillsnet.intake.actions.mappings import decline_offers, guess_afresh, set_mapping
from skillsnet.intake.actions.previews import begin_preview, finish_preview, preview
from skillsnet.intake.actions.runs import read_again, start_run, take_file
from skillsnet.intake.actions.states import InvalidTransition, fail, refuse
from skillsnet.intake.actions.typed_rows import take_typed_row
from skillsnet.intake.actions.undos import begin_undo, finish_undo, foresee_undo, undo

__all__ = [
    "InvalidTransition",
    "answer_all_new",
    "answer_names",
    "answer_organisation",
    "answer_project",
    "answer_projects",
    "answer_repeats",
    "ask_about_left_values",
    "begin_commit",
    "begin_preview",
    "begin_undo",
    "commit",
    "correct_cell",
    "decline_offers",
    "delete_run",
    "erase_from_imports",
    "fail",
    "finish_commit",
    "finish_preview",
    "finish_undo",
    "foresee_undo",
    "guess_afresh",
    "leave_values",
    "make_categories",
    "preview",
    "read_again",
    "refuse",
    "resolve_value",
    "set_mapping",
    "start_run",
    "take_file",
    "take_typed_row",
    "undo",
    "withdraw_answer",
]
