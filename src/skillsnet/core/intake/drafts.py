"""A row being read: its cells under their target fields, and what was found wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from skillsnet.core.intake.lists import part_of, vocabulary_values
from skillsnet.core.intake.problems import Problem, shown
from skillsnet.core.intake.target_fields import JOINED_WITH
from skillsnet.core.intake.values import is_blank, is_error_value, is_not_stated

# Without these a row is not the project its participant wrote: a fault in one of their cells refuses the row.
NEEDED: Final = frozenset({"title", "summary", "more_text", "external_id"})
# Problems after which the value as it stands in the file is kept, since it is nowhere else. An address or a
# telephone number that cannot be used is not kept: nobody agreed to that.
KEPT: Final = frozenset(
    {
        *("country_unknown", "country_is_region", "type_unknown"),
        *("stage_unknown", "status_unknown", "date_unknown", "organisation_too_long", "link_unusable"),
    }
)
# Target fields of which "not stated" is a value like any other, understood and without a remark.
CAN_BE_NOT_STATED: Final = frozenset(
    {
        *("organisation_type", "country", "languages", "beneficiaries", "category", "stage", "status", "website"),
        *("submitted_on", "organisation_website", "contact_email", "contact_phone", "contact_position"),
    }
)
# A number that lost its last digits is another number: it matters where numbers tell things apart.
TELLING_NUMBERS: Final = frozenset({"external_id", "organisation_id", "contact_phone"})
FAULT_CODES: Final = {
    "cell_too_long": ("cell_too_long", "cell_left_out"),
    "formula": ("formula_in_use", "formula_left_out"),
}


@dataclass(frozen=True)
class Column:
    """A column of the file, or a part of one, and what it means.

    Attributes
    ----------
    index
        Position from 0.
    name
        The column's name in the file.
    target_field
        One of `skillsnet.core.intake.target_fields.TARGET_FIELDS`, with its number where it is said again.
    day_first
        How `01/02/2020` is read in this column.
    clock_day_first
        How `01/02/2020 10:20 AM` is read in it.
    at
        What its cells are split at; empty when the column is taken whole.
    part
        Which part of the split cell is meant, from 0.
    vocabulary
        Folded values that this column is known to hold, by which a list with commas is taken apart.
    """

    index: int
    name: str
    target_field: str
    day_first: bool = True
    clock_day_first: bool = False
    at: str = ""
    part: int = 0
    vocabulary: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ResolvedValues:
    """What is known beside the row itself.

    Attributes
    ----------
    categories
        Folded name to slugs of the edition in force: with one slug the name is taken, with several they are proposed.
    choices
        Target field to folded value to the code somebody chose for it; an empty code for "not stated".
    """

    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class ParsedRow:
    """A row being read."""

    settled: ResolvedValues
    cells: dict[str, list[tuple[Column, str]]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def first(self, target_field: str) -> tuple[Column | None, str]:
        """Return the target field's column and cell; of several columns the cells joined, or the first filled one."""
        found = self.cells.get(target_field)
        if not found:
            return None, ""
        glue = JOINED_WITH.get(target_field.partition("#")[0])
        if len(found) == 1 or glue is None:
            return found[0]
        return found[0][0], glue.join(cell for _, cell in found)

    def values(self, target_field: str) -> list[tuple[Column, str]]:
        """Return every value of the target field's cells, each with its column, in their order."""
        return [
            (column, value)
            for column, cell in self.cells.get(target_field, [])
            for value in vocabulary_values(cell, vocabulary=column.vocabulary)
        ]

    def report(self, code: str, column: Column | None, value: str, **params: str | int) -> None:
        """Note a problem and keep the original value among the extra fields."""
        name = column.name if column else ""
        self.problems.append(Problem(code=code, column=name, value=shown(value), params=params))
        if name and value and code in KEPT:
            self.extra[name] = value


def drafted(
    cells: Sequence[str], *, columns: Sequence[Column], faults: Mapping[str, Sequence[Any]], settled: ResolvedValues
) -> ParsedRow:
    """Return a row with each cell under its target field, unless it is empty or broken.

    Parameters
    ----------
    cells, columns, faults, settled
        As in `read_row`.

    Returns
    -------
    ParsedRow
        Its problems so far are those of broken cells.
    """
    draft = ParsedRow(settled)
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else ""
        _place(draft, column, part_of(cell, at=column.at, part=column.part), faults.get(str(column.index)))
    return draft


def _place(draft: ParsedRow, column: Column, cell: str, fault: Sequence[Any] | None) -> None:
    base = column.target_field.partition("#")[0]
    if base == "ignore":
        return
    if fault is not None and fault[0] in FAULT_CODES:
        draft.report(FAULT_CODES[fault[0]][0 if base in NEEDED else 1], column, cell, length=int(fault[1]))
        return
    if is_error_value(cell):
        draft.report("error_in_use" if base in NEEDED else "error_left_out", column, cell)
        return
    if is_blank(cell) or (base in CAN_BE_NOT_STATED and is_not_stated(cell)):
        return
    if fault is not None and fault[0] == "number_rounded" and base in TELLING_NUMBERS:
        draft.report("number_rounded", column, cell)
    if base == "extra":
        draft.extra[column.name] = cell
        return
    draft.cells.setdefault(column.target_field, []).append((column, cell))
