"""The columns of the calls' files without a meaning, as facilitators look through them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import ExtraField, Project
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.participants.texts import cell_for

EXAMPLES = 4
EXAMPLE_LETTERS = 80


@dataclass(frozen=True)
class ExtraColumn:
    """A column with how many projects state it, how many different cells it has, and the most frequent of them."""

    name: str
    projects: int
    different: int
    examples: tuple[str, ...]
    field: ExtraField | None


def extra_columns(viewer: Viewer) -> list[ExtraColumn]:
    """Return the columns found in what the files said, those that most projects state first; two queries."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for extra in Project.objects.exclude(extra={}).order_by("pk").values_list("extra", flat=True).iterator():
        for name, cell in extra.items():
            if name != NAMED_CATEGORIES and cell not in (None, "", []):
                counts[name][cell_for(cell, viewer)] += 1
    fields = {name: field for field in ExtraField.objects.order_by("-order", "-slug") for name in field.columns}
    columns = [
        ExtraColumn(
            name=name,
            projects=cells.total(),
            different=len(cells),
            examples=tuple(
                text[:EXAMPLE_LETTERS] + ("…" if len(text) > EXAMPLE_LETTERS else "")
                for text in sorted(cells, key=lambda text: (-cells[text], text))[:EXAMPLES]
            ),
            field=fields.get(name),
        )
        for name, cells in counts.items()
    ]
    return sorted(columns, key=lambda column: (-column.projects, column.name))
