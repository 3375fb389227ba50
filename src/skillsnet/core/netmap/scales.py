"""Numbers of any size as whole numbers of at most 32 bits: a count, an amount of money and a share all keep apart."""

import math
from typing import Final

import numpy as np

from skillsnet.core.netmap.graph import Integers, Reals

MOST: Final = 2**32 - 1
# More digits behind the point than anybody tells sizes apart by.
MOST_DIGITS: Final = 6


def unit_of(values: Integers | Reals) -> float:
    """Return the power of ten that numbers are told in multiples of.

    Parameters
    ----------
    values : array, shape (n,)
        Numbers, 0 or more.

    Returns
    -------
    float
        1 for whole numbers up to 4,294,967,295; more where the greatest is larger, so that it fits into 32 bits; less
        for numbers with digits behind the point, of which at most six are kept.

    Notes
    -----
    O(n) for each digit behind the point.

    Examples
    --------
    >>> unit_of(np.array([0, 3_000_000_000])), unit_of(np.array([9e12])), unit_of(np.array([0.25, 0.5]))
    (1.0, 10000.0, 0.01)
    """
    greatest = float(values.max(initial=0))
    if greatest > MOST:
        return 10.0 ** math.ceil(math.log10(greatest / MOST))
    for digits in range(MOST_DIGITS + 1):
        scaled = values * 10.0**digits
        if np.allclose(scaled, np.rint(scaled), rtol=0, atol=1e-6):
            return 10.0**-digits
        if greatest * 10.0 ** (digits + 1) > MOST:
            return 10.0**-digits
    return 10.0**-MOST_DIGITS


def in_units(values: Integers | Reals, unit: float) -> Integers:
    """Return numbers as multiples of a unit, rounded; what is below 0 counts as 0.

    Parameters
    ----------
    values : array, shape (n,)
        Numbers.
    unit : float
        As `unit_of` gives it.

    Returns
    -------
    array of int, shape (n,)
        From 0 to 4,294,967,295.

    Examples
    --------
    >>> in_units(np.array([0.25, -1.0]), 0.01).tolist()
    [25, 0]
    """
    return np.clip(np.rint(values / unit), 0, MOST).astype(np.int64)


def from_units(steps: Integers, unit: float) -> Integers | Reals:
    """Return the numbers that multiples of a unit stand for: whole ones where the unit is.

    Parameters
    ----------
    steps : array of int, shape (n,)
        As `in_units` gives them.
    unit : float
        The unit.

    Returns
    -------
    array, shape (n,)
        The numbers.

    Examples
    --------
    >>> from_units(np.array([25, 0]), 0.01).tolist(), from_units(np.array([3]), 1000.0).tolist()
    ([0.25, 0.0], [3000])
    """
    if unit >= 1:
        return steps.astype(np.int64) * int(unit)
    # Divided, not multiplied: 25 hundredths are 0.25 to the last bit.
    return steps / round(1 / unit)
