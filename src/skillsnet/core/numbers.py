"""Reading whole numbers that people and programs send."""

from typing import Final

# The largest number a database's 64-bit column holds.
LARGEST: Final = 2**63 - 1


def whole_number(text: str, *, largest: int = LARGEST) -> int | None:
    """Return the whole number a text writes in the digits 0 to 9, from 0 to the largest; None for anything else.

    Parameters
    ----------
    text : str
        Any text, of any length.
    largest : int
        The largest number that is one, at most 64 bits of it.

    Returns
    -------
    int or None
        None for a sign, a space, a point, no digits, digits of other scripts, powers ("²"), and what is larger.

    Notes
    -----
    `str.isdigit` says yes to "²", which `int` refuses; `int` reads " ٣ " and "1_0", and refuses 5,000 digits. O(1): a
    text longer than the largest number is not read.

    Examples
    --------
    >>> whole_number("042"), whole_number("²"), whole_number("-1"), whole_number("9" * 5000)
    (42, None, None, None)
    """
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(largest)):
        return None
    number = int(text)
    return number if number <= largest else None
