"""A table in which each question with a column per option has one column, with the ticked options as a list."""

from collections.abc import Mapping, Sequence
from typing import Final

from skillsnet.core.cell_faults import CellFault
from skillsnet.core.intake.option_columns import OptionFamily

# A list in a cell has one value a line, since a value may hold any other separator.
LIST_GLUE: Final = "\n"
MAX_REMEMBERED: Final = 1000


class ColumnFolding:
    """How a table's columns are folded: which families there are, and where every other column moves.

    Examples
    --------
    >>> from skillsnet.core.intake.option_columns import find_families
    >>> paths = [("Title",), ("Languages/English",), ("Languages/French",)]
    >>> folding = ColumnFolding(3, find_families(paths, [["Forge", "1", "1"], ["Welding", "1", "0"]]))
    >>> folding.fold(["Forge", "1", "1"])
    ['Forge', 'English\\nFrench']
    """

    def __init__(self, width: int, families: Sequence[OptionFamily]):
        self.width = width
        self.families = tuple(families)
        family_of = {index: family for family in families for index in family.indexes}
        self._sources: list[int | OptionFamily] = []
        self._positions: dict[int, int] = {}
        for index in range(width):
            family = family_of.get(index)
            if family is None or index == family.indexes[0]:
                self._sources.append(index if family is None else family)
            self._positions[index] = len(self._sources) - 1
        self._remembered: dict[tuple[int, tuple[str, ...]], str] = {}

    @property
    def columns(self) -> Sequence[int | OptionFamily]:
        """For each column of the folded table the position of the file's column, or the family."""
        return self._sources

    def fold(self, cells: Sequence[str]) -> list[str]:
        """Return a row's cells with each family in one cell, one value a line.

        Parameters
        ----------
        cells
            Cells of the row; missing ones at the end count as empty.

        Returns
        -------
        list of str
            Cells of the folded row; empty ones at the end are left out. O(cells).
        """
        width = len(cells)
        folded_cells = []
        for number, source in enumerate(self._sources):
            if isinstance(source, int):
                folded_cells.append(cells[source] if source < width else "")
            else:
                folded_cells.append(self._family_cell(number, source, cells))
        while folded_cells and not folded_cells[-1]:
            folded_cells.pop()
        return folded_cells

    def _family_cell(self, number: int, family: OptionFamily, cells: Sequence[str]) -> str:
        # Most rows tick what others ticked before.
        indexes = family.indexes
        key = (number, tuple(cells[indexes[0] : indexes[-1] + 1]))
        cell = self._remembered.get(key)
        if cell is None:
            cell = LIST_GLUE.join(family.values(cells))
            if len(self._remembered) < MAX_REMEMBERED:
                self._remembered[key] = cell
        return cell

    def fold_faults(self, faults: Mapping[str, CellFault]) -> dict[str, CellFault]:
        """Return a row's broken cells under the positions of the folded table.

        Parameters
        ----------
        faults
            Broken cells by the position of the file's column, as a text.

        Returns
        -------
        dict of str to CellFault
            Of several broken cells of one family the first.
        """
        folded: dict[str, CellFault] = {}
        for position, fault in faults.items():
            folded.setdefault(str(self._positions.get(int(position), int(position))), fault)
        return folded
