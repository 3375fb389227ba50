"""How wide a text is, and where it breaks: estimated from the letters, since the server measures no fonts."""

import unicodedata
from collections.abc import Sequence

# In shares of the font's size, a little more than IBM Plex Sans at 600 needs.
_NARROW, _MIDDLE, _CAPITAL, _BROAD, _WIDE = 0.34, 0.6, 0.7, 0.95, 1.02
_OF_LETTER = {
    **dict.fromkeys("iljtfrI.,:;'|!()[] -·", _NARROW),
    **dict.fromkeys("mwMW@%—", _BROAD),
}
LINE_HEIGHT = 1.2
ELLIPSIS = "…"


def text_width(text: str, size: float) -> float:
    """Return about how wide a line is.

    Parameters
    ----------
    text : str
        One line in any script.
    size : float
        The font's size.

    Returns
    -------
    float
        In the unit of `size`; meant to be no less than the real width. O(length).

    Examples
    --------
    >>> text_width("ill", 10) < text_width("mill", 10) < text_width("技能创新", 10)
    True
    """
    return size * sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> float:
    if letter in _OF_LETTER:
        return _OF_LETTER[letter]
    if letter.isascii():
        return _CAPITAL if letter.isupper() else _MIDDLE
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _CAPITAL if letter.isupper() else _MIDDLE


def break_lines(text: str, *, limit: float, lines: int) -> list[str]:
    """Return a text as lines between words.

    Parameters
    ----------
    text : str
        Any text; blanks count as one.
    limit : float
        The widest a line should be, in shares of the font's size; a longer word has a line of its own, cut.
    lines : int
        How many lines there may be; what is left over ends in an ellipsis.

    Returns
    -------
    list of str
        At least one line.

    Examples
    --------
    >>> break_lines("Recognition of prior learning", limit=10, lines=2)
    ['Recognition of prior', 'learning']
    >>> break_lines("one two three four", limit=4, lines=2)
    ['one', 'two…']
    """
    all_lines = [""]
    for word in text.split():
        longer = f"{all_lines[-1]} {word}".strip()
        if all_lines[-1] and text_width(longer, 1) > limit:
            all_lines.append(word)
        else:
            all_lines[-1] = longer
    shown_lines = all_lines[:lines]
    if len(all_lines) > lines:
        shown_lines[-1] += ELLIPSIS
    return [truncate(line, limit * 1.35, 1) for line in shown_lines]


def widest(lines: Sequence[str], size: float) -> float:
    """Return the width of the widest of some lines, in the unit of `size`; 0 for none.

    >>> widest(["i", "iii"], 10) == text_width("iii", 10)
    True
    """
    return max((text_width(line, size) for line in lines), default=0.0)


def truncate(line: str, width: float, size: float) -> str:
    """Return a line no wider than a width, cut with an ellipsis where it is longer.

    Parameters
    ----------
    line : str
    width, size : float
        The room, and the font's size, in the same unit.

    Returns
    -------
    str

    Examples
    --------
    >>> truncate("abcdefgh", 25, 10), truncate("abc", 25, 10)
    ('abc…', 'abc')
    """
    if text_width(line, size) <= width:
        return line
    start = line.rstrip(ELLIPSIS)
    while start and text_width(start + ELLIPSIS, size) > width:
        start = start[:-1]
    return start.rstrip() + ELLIPSIS
