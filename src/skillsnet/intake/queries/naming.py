"""What was answered about the names of a run's people, and which rows ask about them."""

from skillsnet.core.intake.answers import NameAnswers
from skillsnet.intake.enums import WRITTEN_STATES
from skillsnet.intake.models import ImportRow, ImportRun


def name_answers(run: ImportRun) -> NameAnswers:
    """Return what was answered in a run; while nothing was, names are held back."""
    return NameAnswers.from_json(run.choices.get("names", {}))


def asks_about_names(row: ImportRow) -> bool:
    """Whether a row waits to be written and names its own people."""
    return row.is_naming and not row.is_written and row.state in WRITTEN_STATES


def naming_rows(run: ImportRun) -> int:
    """Return how many rows that wait to be written name their own people."""
    if not run.tally["naming"]:
        return 0
    return ImportRow.objects.filter(run=run, is_naming=True, is_written=False, state__in=WRITTEN_STATES).count()
