"""An import's life: started, understood, previewed, written, taken back."""

from skillsnet.intake.actions.commits import begin_commit, commit, finish_commit
from skillsnet.intake.actions.previews import preview
from skillsnet.intake.actions.runs import fail, set_mapping, start_run
from skillsnet.intake.actions.undos import begin_undo, finish_undo, undo

__all__ = [
    "begin_commit",
    "begin_undo",
    "commit",
    "fail",
    "finish_commit",
    "finish_undo",
    "preview",
    "set_mapping",
    "start_run",
    "undo",
]
