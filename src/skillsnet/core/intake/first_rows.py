"""Whether the first row of a table without column names is its first row of data."""

from collections.abc import Callable, Sequence
from typing import Final

from skillsnet.core.geo import find_country, find_language
from skillsnet.core.taxonomy.lists import find_value
from skillsnet.core.text import fold

_LIST_TESTS: Final[tuple[Callable[[str], bool], ...]] = (
    lambda cell: find_country(cell).kind == "value",
    lambda cell: find_language(cell).kind == "value",
    *(
        lambda cell, kind=kind: find_value(kind, cell) is not None
        for kind in ("organisation_types", "stages", "project_statuses", "beneficiaries")
    ),
)


def continues_below(name: str, cells: Sequence[str]) -> bool:
    """Return whether what stands above a column's cells is one of them and no name.

    Parameters
    ----------
    name
        The uppermost cell.
    cells
        The filled cells below it.

    Returns
    -------
    bool
        True for a country above countries and the like (languages, types, stages), and for a value that comes again
        among others; a label that a form repeats in each cell is a name.

    Examples
    --------
    >>> continues_below("Kenya", ["Ghana", "Peru"]), continues_below("Women", ["Women", "Women"])
    (True, False)
    """
    folded = {fold(cell) for cell in cells}
    if len(folded) < 2:
        return False
    return fold(name) in folded or any(is_listed(name) and all(map(is_listed, cells)) for is_listed in _LIST_TESTS)
