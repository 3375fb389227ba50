"""A row being parsed: its cells under the target fields of their columns, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.hyperlinks import split_target
from skillsnet.core.intake.answers import LEFT_AS_IS, folded_value
from skillsnet.core.intake.cell_splitting import cell_part
from skillsnet.core.intake.choice_lists import NO_CHOICES, ChoiceList
from skillsnet.core.intake.problems import RowProblem, excerpt
from skillsnet.core.intake.target_fields import JOINED_WITH
from skillsnet.core.intake.values import find_link, is_blank, is_error_value, is_not_stated

# Without these a row is not the project its participant wrote: a fault in one of their cells refuses the row.
ESSENTIAL_FIELDS: Final = frozenset({"title", "summary", "more_text", "external_id"})
# Problems after which the value as it stands in the file becomes an extra field, since it is nowhere else. An address
# or a telephone number that cannot be used does not: nobody agreed to that.
CODES_WITH_EXTRA: Final = frozenset(
    {
        *("country_unknown", "country_is_region", "type_unknown"),
        *("stage_unknown", "status_unknown", "date_unknown", "organisation_too_long", "link_unusable"),
        *("may_publish_unknown", "may_contact_unknown"),
    }
)
# Fields of which "not stated" is a value like any other, understood and without a remark.
CAN_BE_NOT_STATED: Final = frozenset(
    {
        *("organisation_type", "country", "work_countries", "languages", "beneficiaries", "category", "stage"),
        *("status", "website"),
        *("submitted_on", "organisation_website", "contact_email", "contact_phone", "contact_position"),
    }
)
# A number that lost its last digits is another number: it matters where numbers identify something.
IDENTIFYING_FIELDS: Final = frozenset({"external_id", "organisation_id", "contact_phone"})
# Fields that take the address itself where one stands behind a cell's text.
FIELDS_WITH_ADDRESSES: Final = frozenset({"website", "organisation_website", "contact_email", "contact_name"})
FAULT_CODES: Final = {
    "cell_too_long": ("cell_too_long", "cell_left_out"),
    "formula": ("formula_in_use", "formula_left_out"),
}


@dataclass(frozen=True)
class MappedColumn:
    """A column of the file, or a part of one, and the target field it holds.

    Attributes
    ----------
    index
        Position from 0.
    name
        The column's name in the file.
    target_field
        One of `skillsnet.core.intake.target_fields.TARGET_FIELDS`, with its number where it comes again.
    day_first
        How `01/02/2020` is read in this column.
    clock_day_first
        How `01/02/2020 10:20 AM` is read in it.
    is_order_known
        Whether a date of the column shows which of both comes first.
    names
        Folded words that mean nothing elsewhere and are somebody's name in this column, such as `null`.
    has_lists_of_names
        Whether commas part the names of several people in this column.
    at
        What its cells are split at; empty when the column is taken whole.
    part
        Which part of the split cell is meant, from 0.
    choices
        The options that this column holds, by which its cells come apart.
    is_list
        Whether its cells hold one value a line, whatever separators the values themselves hold.
    """

    index: int
    name: str
    target_field: str
    day_first: bool = True
    clock_day_first: bool = False
    is_order_known: bool = True
    names: frozenset[str] = frozenset()
    has_lists_of_names: bool = False
    at: str = ""
    part: int = 0
    choices: ChoiceList = NO_CHOICES
    is_list: bool = False

    @property
    def base_field(self) -> str:
        """The target field without its number."""
        return self.target_field.partition("#")[0]


@dataclass(frozen=True)
class ResolvedValues:
    """What is known beside the row itself.

    Attributes
    ----------
    categories
        Folded name to slugs of the edition in force: with one slug the name is taken, with several they are proposed.
    choices
        Target field to folded value to the code somebody chose for it; an empty code for "not stated", `LEFT_AS_IS`
        for a value that stays as it is.
    """

    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass
class MappedCells:
    """The cells of a row under their target fields, and what was found wrong with them so far."""

    resolved: ResolvedValues
    cells: dict[str, list[tuple[MappedColumn, str]]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)

    def cell_of(self, target_field: str) -> tuple[MappedColumn | None, str]:
        """Return the field's column and cell; of several columns the cells joined, or the first filled one."""
        cells = self.cells.get(target_field)
        if not cells:
            return None, ""
        glue = JOINED_WITH.get(target_field.partition("#")[0])
        if len(cells) == 1 or glue is None:
            return cells[0]
        return cells[0][0], glue.join(cell for _, cell in cells)

    def values_of(self, target_field: str) -> list[tuple[MappedColumn, str]]:
        """Return every value of the field's cells, each with its column, in their order."""
        return [
            (column, value)
            for column, cell in self.cells.get(target_field, [])
            for value in (cell.splitlines() if column.is_list else column.choices.split(cell))
        ]

    def keep_cell(self, target_field: str, column: MappedColumn) -> None:
        """Keep a column's cell as it is written among the extra fields, for what a value alone does not say."""
        kept_cell = next(cell for owner, cell in self.cells[target_field] if owner is column)
        self.extra[column.name] = _shown_cell(column, kept_cell)

    def chosen_code(self, target_field: str, value: str) -> str | None:
        """Return the code that somebody chose for a value, or None when nobody did or the value stays as it is."""
        choices = self.resolved.choices.get(target_field.partition("#")[0], {})
        code = choices.get(folded_value(value))
        return None if code == LEFT_AS_IS else code

    def report(self, code: str, column: MappedColumn | None, value: str, **params: str | int) -> None:
        """Note a problem and keep the original value among the extra fields."""
        name = column.name if column else ""
        self.problems.append(RowProblem(code=code, column=name, value=excerpt(value), params=params))
        if name and value and code in CODES_WITH_EXTRA:
            self.extra[name] = value


def map_cells(
    cells: Sequence[str], *, columns: Sequence[MappedColumn], faults: Mapping[str, CellFault], resolved: ResolvedValues
) -> MappedCells:
    """Return a row with each cell under its target field, unless it is empty or broken.

    Parameters
    ----------
    cells, columns, faults, resolved
        As in `parse_row`.

    Returns
    -------
    MappedCells
        Its problems so far are those of broken cells.
    """
    mapped = MappedCells(resolved)
    for column in columns:
        cell = cells[column.index] if column.index < len(cells) else ""
        _map_cell(mapped, column, cell_part(cell, at=column.at, part=column.part), faults.get(str(column.index)))
    _use_targets(mapped)
    return mapped


def _use_targets(mapped: MappedCells) -> None:
    """Take the web address behind an organisation's or a project's name as its website where no column has it."""
    for owner, website in (("organisation", "organisation_website"), ("title", "website")):
        column, _ = mapped.cell_of(owner)
        target = mapped.extra.get(_link_name(column), "") if column else ""
        if column and website not in mapped.cells and find_link(target):
            mapped.cells[website] = [(column, mapped.extra.pop(_link_name(column)))]


def _link_name(column: MappedColumn) -> str:
    """Return the name of the extra field that holds the address behind a column's text."""
    return f"{column.name} (link)"


def _without_target(mapped: MappedCells, column: MappedColumn, cell: str) -> str:
    """Return what a cell shows without the web address behind it, which is kept as an extra field."""
    shown, target = split_target(cell)
    if not target or column.base_field in FIELDS_WITH_ADDRESSES:
        return cell
    mapped.extra[_link_name(column)] = target
    return shown


def _map_cell(mapped: MappedCells, column: MappedColumn, cell: str, fault: CellFault | None) -> None:
    base = column.base_field
    if base == "ignore":
        return
    if fault is not None and fault.code in FAULT_CODES:
        mapped.report(FAULT_CODES[fault.code][0 if base in ESSENTIAL_FIELDS else 1], column, cell, length=fault.length)
        return
    if is_error_value(cell):
        mapped.report("error_in_use" if base in ESSENTIAL_FIELDS else "error_left_out", column, cell)
        return
    if (is_blank(cell) and cell.casefold() not in column.names) or (base in CAN_BE_NOT_STATED and is_not_stated(cell)):
        return
    if fault is not None and fault.code == "number_rounded" and base in IDENTIFYING_FIELDS:
        mapped.report("number_rounded", column, cell)
    if base == "extra":
        mapped.extra[column.name] = _shown_cell(column, cell)
        return
    cell = _without_target(mapped, column, cell)
    mapped.cells.setdefault(column.target_field, []).append((column, cell))


def _shown_cell(column: MappedColumn, cell: str) -> str:
    """Return a cell as it is kept for people to read."""
    return "; ".join(cell.splitlines()) if column.is_list else cell
