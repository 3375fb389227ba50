"""The values of a file that no list knows, each said once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from skillsnet.core.intake import Problem
from skillsnet.core.text import fold
from skillsnet.intake.models import ImportRow, ImportRun

# Said once for each value, on the first row that has it: hundreds of rows may share a word we do not know.
TARGET_FIELD_BY_CODE = {
    "country_unknown": "country",
    "type_unknown": "organisation_type",
    "language_unknown": "languages",
    "beneficiary_unknown": "beneficiaries",
    "stage_unknown": "stage",
    "status_unknown": "status",
    "category_unknown": "category",
}
MAX_VALUES = 2000
Said = tuple[str, str, str]


@dataclass
class Unknowns:
    """What was said of values so far, and where."""

    places: dict[Said, list[int]] = field(default_factory=dict)
    near: dict[Said, str] = field(default_factory=dict)
    numbers: dict[Said, int] = field(default_factory=dict)

    def dedupe(self, problems: Iterable[Problem], *, row: ImportRow) -> tuple[list[Problem], list[int]]:
        """Return the problems to be said at a row, and the numbers of the rows at which the others were said.

        Of a value that no list knows is spoken only the first time; it holds for the later rows all the same.
        """
        dedupe, before = [], set()
        for problem in problems:
            if self._was_said(problem, row.place):
                before.add(self.numbers[_said(problem)])
            else:
                dedupe.append(problem)
                if _said(problem) in self.places:
                    self.numbers[_said(problem)] = row.number
        return dedupe, sorted(before - {row.number})

    def _was_said(self, problem: Problem, place: int) -> bool:
        if problem.code not in TARGET_FIELD_BY_CODE:
            return False
        said = _said(problem)
        if said not in self.places and len(self.places) >= MAX_VALUES:
            return False
        self.near.setdefault(said, str(problem.params.get("near", "")))
        self.places.setdefault(said, []).append(place)
        return len(self.places[said]) > 1

    def annotate_counts(self, run: ImportRun, *, save: Callable[[Sequence[ImportRow]], None]) -> None:
        """Add to each value in how many rows it stands, in the problem of its first row."""
        often = {said: places for said, places in self.places.items() if len(places) > 1}
        firsts = sorted({places[0] for places in often.values()})
        for start in range(0, len(firsts), 500):
            rows = list(ImportRow.objects.filter(run=run, place__in=firsts[start : start + 500]).order_by("place"))
            for row in rows:
                for problem in row.problems:
                    places = often.get((problem["code"], problem["column"], problem["value"]))
                    if places and places[0] == row.place:
                        problem["params"]["rows"] = len(places)
            save(rows)

    def as_json(self) -> list[dict[str, Any]]:
        """Return the values, the most frequent first, each with its target field, rows, and near codes of its list."""
        merged: dict[tuple[str, str], dict[str, Any]] = {}
        for said, places in self.places.items():
            target_field, folded = TARGET_FIELD_BY_CODE[said[0]], fold(said[2])
            near = [code for code in self.near[said].split("|") if code]
            item = merged.setdefault(
                (target_field, folded),
                {"meaning": target_field, "value": said[2], "rows": 0, "near": near, "column": said[1]},
            )
            item["rows"] += len(places)
        return sorted(merged.values(), key=lambda item: (-item["rows"], item["meaning"], item["value"]))


def _said(problem: Problem) -> Said:
    return problem.code, problem.column, problem.value
