"""Parts of a cell that holds several things, for a column that is split."""

from typing import Final

BRACKET: Final = "("
LINE: Final = "line"


def cell_part(cell: str, *, at: str, part: int) -> str:
    """Return one part of a cell that is split.

    Parameters
    ----------
    cell
        Text of one cell.
    at
        What it is split at: a text, `line` for a line break, or `(` for what stands before and within brackets; empty
        for the cell as a whole.
    part
        Which part, from 0. The last part that is asked for does not take in what follows it.

    Returns
    -------
    str
        The part without surrounding space; empty when the cell has fewer parts.

    Examples
    --------
    >>> cell_part("Atelier Ada, Kenya", at=",", part=1), cell_part("Forge (Peru)", at="(", part=1)
    ('Kenya', 'Peru')
    """
    if not at:
        return cell
    if at == BRACKET:
        before, _, within = cell.partition("(")
        parts = [before, within.rpartition(")")[0] or within]
    else:
        parts = cell.splitlines() if at == LINE else cell.split(at)
    return parts[part].strip() if part < len(parts) else ""
