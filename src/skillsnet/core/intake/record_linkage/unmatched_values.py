"""The values of a file that no list knows, each reported once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from skillsnet.core.intake.problems import RowProblem
from skillsnet.core.intake.stored_shapes import StoredValue
from skillsnet.core.text import fold

# Stands in the place of a target field for a Yes of somebody who said No in an earlier file.
REVERSED: Final = "may_publish_reversed"
# The target field of each problem that is reported once for a value, on the first row that has it: hundreds of rows
# may share a word that no list knows.
FIELD_OF_PROBLEM: Final[Mapping[str, str]] = {
    "country_unknown": "country",
    "work_country_unknown": "work_countries",
    "type_unknown": "organisation_type",
    "language_unknown": "languages",
    "beneficiary_unknown": "beneficiaries",
    "stage_unknown": "stage",
    "status_unknown": "status",
    "category_unknown": "category",
    "may_publish_unknown": "may_publish",
    "may_publish_empty": "may_publish",
    "may_contact_unknown": "may_contact",
    "may_publish_reversed": REVERSED,
}
# Said once for a column, on the first row that has it.
ONCE_A_COLUMN: Final = frozenset({"date_ambiguous"})
MAX_VALUES: Final = 2000


class ValueKey(NamedTuple):
    """What makes a problem with a value the same at another row."""

    code: str
    column: str
    value: str

    @classmethod
    def of(cls, problem: RowProblem) -> "ValueKey":
        """Return the key of a problem."""
        return cls(problem.code, problem.column, "" if problem.code in ONCE_A_COLUMN else problem.value)


@dataclass(frozen=True, slots=True)
class UnmatchedValue:
    """A value that no list knows: in how many rows of which column it stands, and near codes of its list."""

    target_field: str
    value: str
    rows: int
    near: tuple[str, ...]
    column: str

    def to_json(self) -> StoredValue:
        """Return the value as a JSON object."""
        return {
            "meaning": self.target_field,
            "value": self.value,
            "rows": self.rows,
            "near": list(self.near),
            "column": self.column,
        }

    @classmethod
    def from_json(cls, json_object: StoredValue) -> "UnmatchedValue":
        """Return the value that `to_json` gave."""
        return cls(
            json_object["meaning"],
            json_object["value"],
            json_object["rows"],
            tuple(json_object["near"]),
            json_object["column"],
        )


@dataclass
class _Report:
    """Where a value was reported, and the positions of all rows that have it."""

    row_number: int
    near: str
    positions: list[int]


class UnmatchedValues:
    """Collects the values of a file that no list knows, row by row."""

    def __init__(self) -> None:
        self._reports: dict[ValueKey, _Report] = {}

    def dedupe(
        self, problems: Iterable[RowProblem], *, position: int, row_number: int
    ) -> tuple[tuple[RowProblem, ...], tuple[int, ...]]:
        """Return the problems to report at a row, and the numbers of the rows at which the others were reported.

        A value that no list knows is reported only the first time; it holds for the later rows all the same.
        """
        fresh: list[RowProblem] = []
        earlier_rows: set[int] = set()
        for problem in problems:
            first = self._first_report(problem, position=position, row_number=row_number)
            if first is None:
                fresh.append(problem)
            else:
                earlier_rows.add(first.row_number)
        return tuple(fresh), tuple(sorted(earlier_rows - {row_number}))

    def _first_report(self, problem: RowProblem, *, position: int, row_number: int) -> _Report | None:
        """Return where the same was reported before; None where it is to be reported now."""
        if problem.code not in FIELD_OF_PROBLEM and problem.code not in ONCE_A_COLUMN:
            return None
        key = ValueKey.of(problem)
        report = self._reports.get(key)
        if report is not None:
            report.positions.append(position)
            return report
        if len(self._reports) < MAX_VALUES:
            self._reports[key] = _Report(row_number, str(problem.params.get("near", "")), [position])
        return None

    def repeated(self) -> dict[int, dict[ValueKey, int]]:
        """Return in how many rows each value stands that stands in several, by the position of its first row."""
        counts: dict[int, dict[ValueKey, int]] = {}
        for key, report in self._reports.items():
            if len(report.positions) > 1:
                counts.setdefault(report.positions[0], {})[key] = len(report.positions)
        return counts

    def values(self) -> list[UnmatchedValue]:
        """Return the values, the most frequent first; those that differ in case or accents only are one."""
        merged: dict[tuple[str, str], UnmatchedValue] = {}
        for key, report in self._reports.items():
            if key.code in ONCE_A_COLUMN:
                continue
            target_field = FIELD_OF_PROBLEM[key.code]
            near = tuple(code for code in report.near.split("|") if code)
            known_value = merged.setdefault(
                (target_field, fold(key.value)), UnmatchedValue(target_field, key.value, 0, near, key.column)
            )
            merged[target_field, fold(key.value)] = UnmatchedValue(
                target_field,
                known_value.value,
                known_value.rows + len(report.positions),
                known_value.near,
                known_value.column,
            )
        return sorted(merged.values(), key=lambda item: (-item.rows, item.target_field, item.value))
