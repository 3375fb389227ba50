"""Who may import, and what an import allows next."""

from django.utils.translation import gettext as _

from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun

RUNNING = (RunState.COMMITTING, RunState.UNDOING)


def why_not_commit(run: ImportRun) -> str:
    """Return why the import cannot be written now, or an empty text."""
    if run.state not in (RunState.PREVIEW, RunState.FAILED):
        return _("This import is not waiting to be written.")
    if not run.counts.get("new", 0) + run.counts.get("updated", 0):
        return _("There is nothing to write: no row is new or changes anything.")
    return ""


def why_not_undo(run: ImportRun) -> str:
    """Return why the import cannot be taken back now, or an empty text."""
    if run.state not in (RunState.COMMITTED, RunState.FAILED):
        return _("Only an import that has been written can be taken back.")
    return ""


def is_running(run: ImportRun) -> bool:
    """Return whether the import is being written or taken back."""
    return run.state in RUNNING


def page_of(run: ImportRun) -> str:
    """Return the name of the page on which the import stands."""
    if run.state == RunState.MAPPING:
        return "import_columns"
    return "import_preview" if run.state == RunState.PREVIEW else "import_progress"
