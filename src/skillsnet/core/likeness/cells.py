"""Cells of texts whose concepts are near, and which cells lie side by side."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from skillsnet.core.likeness.concepts import Floats
from skillsnet.core.likeness.descriptions import Integers, unit

# Texts in a cell, and how many nearest cells of each language a cell is compared with.
CELL: Final = 150
PROBED: Final = 12
ROUNDS: Final = 4
BLOCK_NUMBERS: Final = 6_000_000


def comparison_blocks(
    concepts: Floats, of: Integers, *, seed: int, probed: int = PROBED
) -> Iterator[tuple[Integers, Integers]]:
    """Yield rows of one language, and columns that may be alike to them.

    Parameters
    ----------
    concepts : array of float, shape (n, c)
        Rows of length 1; texts with a row of 0 are in no cell.
    of : array of int, shape (n,)
        The language of each.
    seed : int
        For the directions of words and the first centres.
    probed : int
        How many cells of each language are searched for each cell.

    Yields
    ------
    array of int, array of int
        Texts of a cell, and the texts of the nearest cells of one language.

    Notes
    -----
    An inverted file (Sivic and Zisserman 2003): the texts of each language are put into cells around centres by
    Lloyd's rounds on a sample (k-means). O(n x languages x probed x 150 products).
    """
    is_described = concepts.any(axis=1)
    cells = [
        _cells(concepts, np.flatnonzero((of == language) & is_described), seed)
        for language in np.unique(of[is_described])
    ]
    for members_of_cell, centres in cells:
        for others_of_cell, other_centres in cells:
            count = min(probed, len(other_centres))
            likeness = centres @ other_centres.T
            beside = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
            for cell, members in enumerate(members_of_cell):
                if len(members):
                    compared = np.sort(np.concatenate([others_of_cell[other] for other in beside[cell]]))
                    yield members, compared


def _cells(rows: Floats, members: Integers, seed: int) -> tuple[list[Integers], Floats]:
    """Return the members of each cell, and the cells' centres."""
    count = max(1, len(members) // CELL)
    chance = np.random.default_rng(seed)
    sample = rows[np.sort(chance.choice(members, min(len(members), 30 * count), replace=False))]
    centres = sample[np.sort(chance.choice(len(sample), count, replace=False))].copy()
    for _ in range(ROUNDS):
        owners = _owners(sample, centres)
        order = np.argsort(owners, kind="stable")
        counts = np.bincount(owners, minlength=count)
        starts = np.minimum(np.cumsum(counts) - counts, len(sample) - 1)
        sums = np.add.reduceat(sample[order], starts, axis=0)
        centres[counts > 0] = sums[counts > 0]
        centres = unit(centres)
    owners = np.concatenate([_owners(rows[part], centres) for part in _parts(members, count)])
    order = np.argsort(owners, kind="stable")
    return np.split(members[order], np.cumsum(np.bincount(owners, minlength=count))[:-1]), centres


def _parts(members: Integers, count: int) -> list[Integers]:
    return np.array_split(members, max(1, len(members) * count // BLOCK_NUMBERS))


def _owners(rows: Floats, centres: Floats) -> Integers:
    return np.asarray((rows @ centres.T).argmax(axis=1), dtype=np.int64)
