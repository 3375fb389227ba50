"""Who may import, and what an import allows next."""

from django.utils.translation import gettext as _

from skillsnet.calls.models import Project
from skillsnet.core.intake.answers import NameAnswers
from skillsnet.intake.enums import NEXT, WORKING, RunState
from skillsnet.intake.models import ImportRow, ImportRun, ProjectMerge

# So few rows are compared while one waits; more are compared in the background.
ROWS_AT_ONCE = 2000
# So small a file is read while one waits.
BYTES_AT_ONCE = 2 * 1024 * 1024


def has_written(run: ImportRun) -> bool:
    """Return whether something of the import stands on the map that taking back could take away."""
    return ImportRow.objects.filter(run=run, is_written=True, before__isnull=False).exists()


def why_not_commit(run: ImportRun) -> str:
    """Return why the import cannot be written now, or an empty text."""
    if run.state not in (RunState.PREVIEW, RunState.FAILED):
        return _("This import cannot be imported in its current status. Check the import status, then try again.")
    if run.state == RunState.FAILED and run.failed_state != RunState.COMMITTING:
        return _("This import stopped before its rows were compared. Resume it first.")
    if run.is_stale:
        return _("Corrections were made after the rows were compared. Compare the rows again first.")
    gives_names = bool(run.tally["naming"]) and NameAnswers.from_json(run.choices.get("names", {})).shows_any
    if not run.tally["new"] + run.tally["updated"] + run.tally["new_links"] and not gives_names:
        return _("There is nothing to import: no row is new or changes anything.")
    return ""


def why_not_undo(run: ImportRun) -> str:
    """Return why the import cannot be taken back now, or an empty text."""
    is_half_written = run.state == RunState.FAILED and run.failed_state in (RunState.COMMITTING, RunState.UNDOING)
    if run.state == RunState.COMMITTED or is_half_written:
        return ""
    if run.state in (RunState.PREVIEW, RunState.FAILED, RunState.UNDONE) and has_written(run):
        return ""
    return _("Only an import that has saved data can be undone.")


def why_not_delete(run: ImportRun) -> str:
    """Return why the import cannot be deleted now, or an empty text."""
    if run.state in WORKING:
        return _("This import is in progress. Wait until it is finished.")
    if run.state == RunState.FAILED and has_written(run):
        return _("Part of this import is on the map. Undo or resume this import before you delete it.")
    return ""


def why_not_merge_projects(survivor: Project, duplicate: Project) -> str:
    """Return why two projects cannot be made one, or an empty text."""
    if survivor.pk == duplicate.pk:
        return _("A project cannot be merged with itself. Choose two different projects.")
    if survivor.merged_into_id or duplicate.merged_into_id:
        return _("One of these projects is already part of another project. Go back to the list.")
    if survivor.call_id != duplicate.call_id:
        return _("The projects belong to different calls. Only projects of one call can be merged.")
    return ""


def why_not_undo_project_merge(merge: ProjectMerge, survivor: Project) -> str:
    """Return why a merge of projects cannot be taken back, or an empty text."""
    if merge.undone_at is not None:
        return _("This merge has already been undone.")
    if survivor.merged_into_id is not None:
        return _("The project has since been merged into another project. Undo that merge first.")
    later = ProjectMerge.objects.filter(survivor=survivor, undone_at=None, pk__gt=merge.pk)
    if later.exists():
        return _("Another project has since been merged into the same one. Undo that merge first.")
    return ""


def why_not_read_again(run: ImportRun) -> str:
    """Return why the file cannot be read in another way, or an empty text."""
    if RunState.READING not in NEXT[RunState(run.state)] or not hasattr(run, "file"):
        return _("The file of this import is no longer stored. Import it again.")
    return ""


def is_running(run: ImportRun) -> bool:
    """Return whether the import is being worked on in the background."""
    return run.state in WORKING


def is_compared_at_once(run: ImportRun) -> bool:
    """Return whether the rows are so few that one waits while they are compared."""
    return run.tally["rows"] <= ROWS_AT_ONCE


def page_of(run: ImportRun) -> str:
    """Return the name of the page on which the import stands."""
    if run.state == RunState.MAPPING:
        return "import_columns"
    return "import_preview" if run.state == RunState.PREVIEW else "import_progress"
