"""Where a cell of several choices may come apart: parts that always do, and atoms between what may join choices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# What hardly ever stands within a choice of a form, so that each of them parts a cell, however seldom.
_HARD: Final = re.compile(r"[|;؛；•\r\n\t]+")
_HARD_BUT_BREAKS: Final = re.compile(r"[|؛；•\t]+")
# Before a small letter these stand within a choice, where all choices begin with capitals.
_BEFORE_SMALL: Final = re.compile(r"[;\r\n]+\s*(?=[^\W\d_])")
MIN_CAPITAL_SHARE: Final = 0.9
_COMMA: Final = r"\s*[,،，、]\s*"
_SPACED_COMMA: Final = r"[,،，、]\s+"
_TIGHT_COMMA: Final = r"[,،，、](?!\s)"
_SLASH: Final = r"\s*/\s*"
_AND: Final = r"\s+(?:and|et|und|y|e|[&+])\s+|\s+و\s*(?=\w{3})"
_COMMA_AND: Final = rf"{_COMMA}(?:(?:and|et|und|y|e|&)\s+|و\s*(?=\w{{3}}))?"
# What may join choices, by name, from the plainest on. "1,000", "24/7" and addresses are no lists.
JOINERS: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        ("comma", _COMMA),
        ("spaced_comma", _SPACED_COMMA),
        ("tight_comma", _TIGHT_COMMA),
        ("slash", _SLASH),
        ("and", _AND),
        ("comma_and", f"{_COMMA_AND}|{_AND}"),
        ("any", f"{_COMMA_AND}|{_SLASH}|{_AND}"),
        ("blank", r"\s+"),
    )
}
_DIGITS_ONLY: Final = re.compile(r"[\d\s,/]+")
_CODE: Final = re.compile(r"[^\W_]+(?:[_.:-][^\W_]+)*")
MAX_CODE_CHARS: Final = 40
_OPEN: Final = "([{（"
_CLOSE: Final = ")]}）"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a cell, and where in it its atoms stand as pairs of start and end."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def run(self, first: int, last: int) -> str:
        """Return the text of a run of atoms, both ends included."""
        return self.text[self.spans[first][0] : self.spans[last][1]]


def has_soft_breaks(cells: Sequence[str]) -> bool:
    """Return whether `;` and line breaks stand within the choices of a column: before small letters only.

    Parameters
    ----------
    cells
        Filled cells, most of which begin with a capital where it is so.

    Returns
    -------
    bool
        False where nothing follows them, or where one stands before a capital, a digit or another script.

    Examples
    --------
    >>> has_soft_breaks(["Water supply; sewerage", "Education, Water supply; sewerage"])
    True
    """
    starts = [cell.lstrip()[:1] for cell in cells]
    if sum(start.isupper() for start in starts) < MIN_CAPITAL_SHARE * len(starts):
        return False
    letters = [cell[match.end()] for cell in cells for match in _BEFORE_SMALL.finditer(cell)]
    return bool(letters) and all(letter.islower() for letter in letters)


def hard_parts(cell: str, *, are_breaks_soft: bool = False) -> list[str]:
    """Return the parts of a cell between what never stands within a choice, in one line each.

    Parameters
    ----------
    cell
        Text of one cell.
    are_breaks_soft
        Whether `;` and line breaks stand within choices; see `has_soft_breaks`.

    Returns
    -------
    list of str
        Parts without surrounding space, empty ones left out.

    Examples
    --------
    >>> hard_parts("Youth; Farmers, fishers; English (native; C1)")
    ['Youth', 'Farmers, fishers', 'English (native; C1)']
    """
    pattern = _HARD_BUT_BREAKS if are_breaks_soft else _HARD
    within = _bracketed(cell)
    breaks = [match.span() for match in pattern.finditer(cell) if match.start() not in within]
    starts, ends = [0, *(last for _, last in breaks)], [*(first for first, _ in breaks), len(cell)]
    texts = (cell[start:end] for start, end in zip(starts, ends, strict=True))
    parts = (" ".join(text.split()).strip(",،，、 ") for text in texts)
    return [part for part in parts if part]


def cut_part(text: str, *, joiner: str) -> Part:
    """Return a part with its atoms; what stands in brackets stays in one.

    Parameters
    ----------
    text
        One part, as `hard_parts` gives it.
    joiner
        One of `JOINERS`, or an empty text for the part as one atom.

    Returns
    -------
    Part
        At least one atom.

    Examples
    --------
    >>> part = cut_part("Young (15-24, in school), Women", joiner="comma")
    >>> [part.run(number, number) for number in range(len(part.spans))]
    ['Young (15-24, in school)', 'Women']
    """
    if not joiner:
        return Part(text, ((0, len(text)),))
    within = _bracketed(text)
    has_words = _DIGITS_ONLY.fullmatch(text) is None
    spans: list[tuple[int, int]] = []
    start = 0
    for match in JOINERS[joiner].finditer(text):
        first, last = match.span()
        if first <= start or last >= len(text) or first in within or (has_words and _is_in_a_number(text, first, last)):
            continue
        if "/" in match.group() and (text[last] == "/" or text[first - 1] in ":/"):
            continue
        spans.append((start, first))
        start = last
    return Part(text, (*spans, (start, len(text))))


def _is_in_a_number(text: str, first: int, last: int) -> bool:
    return last - first == 1 and text[first - 1].isdigit() and text[last].isdigit()


def _bracketed(text: str) -> frozenset[int]:
    """Return the positions within brackets that are closed."""
    if not any(bracket in text for bracket in _OPEN):
        return frozenset()
    within: set[int] = set()
    starts: list[int] = []
    for position, letter in enumerate(text):
        if letter in _OPEN:
            starts.append(position)
        elif letter in _CLOSE and starts:
            within.update(range(starts.pop(), position))
    return frozenset(within)


def is_code(text: str) -> bool:
    """Return whether a text looks like a code, as forms write them between blanks.

    Parameters
    ----------
    text
        One word.

    Returns
    -------
    bool
        True for a word of small letters, digits, `_` and `-`, or of capitals only.

    Examples
    --------
    >>> is_code("rural_women"), is_code("Women"), is_code("a b")
    (True, False, False)
    """
    is_short = len(text) <= MAX_CODE_CHARS and _CODE.fullmatch(text) is not None
    return is_short and (text == text.lower() or text == text.upper())
