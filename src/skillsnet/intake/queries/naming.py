"""What was answered about the names of a run's people: for all its rows, and for single ones."""

from dataclasses import dataclass

from skillsnet.intake.enums import WRITTEN
from skillsnet.intake.models import ImportRow, ImportRun


@dataclass(frozen=True)
class NameAnswers:
    """Where the people said that everybody may see their names; empty where they are held back."""

    everywhere: str
    rows: dict[int, str]
    # Who answered last.
    by: int | None = None

    @classmethod
    def of(cls, run: ImportRun) -> "NameAnswers":
        """Return what was answered in a run; while nothing was, names are held back."""
        said = run.choices.get("names", {})
        rows = {int(place): source for place, source in said.get("rows", {}).items()}
        return cls(said.get("all", ""), rows, said.get("by"))

    def source(self, place: int) -> str:
        """Return where the people of a row said so: the row's own answer goes before the one for all."""
        return self.rows.get(place, self.everywhere)

    @property
    def shows_any(self) -> bool:
        """Whether anybody's name is to be shown."""
        return bool(self.everywhere or any(self.rows.values()))

    @property
    def held_places(self) -> list[int]:
        """Return the rows of which somebody said that their people are held back."""
        return sorted(place for place, source in self.rows.items() if not source)


def asks_about_names(row: ImportRow) -> bool:
    """Whether a row waits to be written and names its own people."""
    return row.is_naming and not row.is_written and row.state in WRITTEN


def naming_rows(run: ImportRun) -> int:
    """Return how many rows that wait to be written name their own people."""
    if not run.tally["naming"]:
        return 0
    return ImportRow.objects.filter(run=run, is_naming=True, is_written=False, state__in=WRITTEN).count()
