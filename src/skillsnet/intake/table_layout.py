"""The layout of a table: rows that are answers gathered into one, and columns that are options folded into one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import IO

from skillsnet.core.intake.answer_rows import AnswerTable, find_answer_columns
from skillsnet.core.intake.column_folding import ColumnFolding
from skillsnet.core.intake.header_names import unique_names
from skillsnet.core.intake.option_columns import find_families
from skillsnet.intake.file_reading import FamilyReading, FileNote, ReadingChoice
from skillsnet.intake.sheet_rows import SheetRow, table_rows
from skillsnet.intake.table_assembly import SheetLayout, UnitedColumns

# What rows and columns are is told from so many rows; later ones lose nothing, whatever they hold.
SAMPLED_ROWS = 500


@dataclass
class TableLayout:
    """The table's columns, the families among them, and how the sheets' rows become its rows.

    `gathered` are the rows of a file with one row for each answer.
    """

    columns: UnitedColumns
    families: tuple[FamilyReading, ...]
    folding: ColumnFolding
    layouts: Sequence[SheetLayout]
    gathered: list[SheetRow] | None = None
    notes: tuple[FileNote, ...] = ()

    def rows(self, lines: IO[str]) -> Iterator[SheetRow]:
        """Yield the table's rows in the file's order; can be called again."""
        rows = table_rows(lines, self.layouts) if self.gathered is None else iter(self.gathered)
        if not self.folding.families:
            yield from rows
            return
        for row in rows:
            yield replace(row, cells=self.folding.fold(row.cells), faults=self.folding.fold_faults(row.faults))


def table_layout(
    lines: IO[str], layouts: Sequence[SheetLayout], columns: UnitedColumns, *, choice: ReadingChoice
) -> TableLayout:
    """Return the layout that the first rows tell, unless somebody chose otherwise."""
    sample = list(islice((row.cells for row in table_rows(lines, layouts) if not row.skip), SAMPLED_ROWS))
    gathered: list[SheetRow] | None = None
    notes: tuple[FileNote, ...] = ()
    answer_columns = None if choice.keeps_answer_rows else find_answer_columns(columns.names, sample)
    if answer_columns is not None:
        who, question = (columns.names[index] for index in (answer_columns.who, answer_columns.question))
        notes = (FileNote("answer_rows", column=who, names=(question,)),)
        table = AnswerTable(columns.names, answer_columns)
        gathered = list(_gather(table_rows(lines, layouts), table))
        names = unique_names(table.names, width=len(table.names))
        columns = UnitedColumns(list(names), [""] * len(names), [(name,) for name in table.names])
        sample = [row.cells for row in gathered if not row.skip][:SAMPLED_ROWS]
    all_families = find_families(columns.paths, sample)
    folding = ColumnFolding(len(columns.names), all_families)
    folded_columns, families = _fold_columns(columns, folding)
    if choice.apart:
        folded_families = [
            family for family, reading in zip(all_families, families, strict=True) if reading.name not in choice.apart
        ]
        folding = ColumnFolding(len(columns.names), folded_families)
        folded_columns, families = _fold_columns(columns, folding)
    return TableLayout(folded_columns, families, folding, layouts, gathered, notes)


def _gather(rows: Iterator[SheetRow], table: AnswerTable) -> Iterator[SheetRow]:
    """Yield a row for each who answered, behind those that are no data."""
    for row in rows:
        if row.skip:
            yield row
        else:
            table.add(row.cells, sheet=row.sheet, number=row.number, faults=row.faults)
    for gathered in table.rows():
        yield SheetRow(gathered.sheet, gathered.number, gathered.cells, gathered.faults)


def _fold_columns(columns: UnitedColumns, folding: ColumnFolding) -> tuple[UnitedColumns, tuple[FamilyReading, ...]]:
    """Return the columns with one for each family, and what each of the families was folded from."""
    if not folding.families:
        return columns, ()
    names = unique_names(
        [columns.names[source] if isinstance(source, int) else source.name for source in folding.columns],
        width=len(folding.columns),
    )
    families = tuple(
        FamilyReading(name, source.kind, source.options, tuple(columns.names[index] for index in source.indexes))
        for name, source in zip(names, folding.columns, strict=True)
        if not isinstance(source, int)
    )
    groups = [columns.groups[source] if isinstance(source, int) else "" for source in folding.columns]
    paths = [columns.paths[source] if isinstance(source, int) else (source.name,) for source in folding.columns]
    return UnitedColumns(list(names), groups, paths), families
