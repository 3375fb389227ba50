"""What is wrong with a cell of a file before anybody asks what it means."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

FORMULA_WITHOUT_RESULT: Final = "formula"
NUMBER_ROUNDED: Final = "number_rounded"
CELL_TOO_LONG: Final = "cell_too_long"


class CellFault(NamedTuple):
    """Why a cell's text is not what the file meant; as JSON the list of its two values.

    Attributes
    ----------
    code
        `formula` (no stored result), `number_rounded` (more digits than were kept) or `cell_too_long` (cut).
    length
        Number of characters before a cell that is too long was cut; otherwise 0.
    """

    code: str
    length: int = 0


def cell_faults_from_json(stored: Mapping[str, Sequence[str | int]]) -> dict[str, CellFault]:
    """Return the faults of a row by column.

    Parameters
    ----------
    stored
        Column numbers from 0 as texts, each with its code and length.

    Returns
    -------
    dict of str to CellFault
        By the same column numbers.

    Examples
    --------
    >>> cell_faults_from_json({"2": ["cell_too_long", 40000]})
    {'2': CellFault(code='cell_too_long', length=40000)}
    """
    return {column: CellFault(str(fault[0]), int(fault[1])) for column, fault in stored.items()}
