"""A text as it is read by eye: with plain signs in place of look-alikes, so that patterns need know one of each."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# Characters nobody sees. Joiners are among them: between Latin letters and digits they only hide.
_UNSEEN: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
)
_UNSEEN_SIGN: Final = re.compile(f"[{_UNSEEN}]")
_LEFT_OUT: Final = re.compile(
    rf"[{_UNSEEN}]+|&(?:amp;)?(?:#[0-9]{{1,7}};?|#[xX][0-9a-fA-F]{{1,6}};?|[a-zA-Z]{{2,10}};)|%(?:40|2[BbEe])"
)
_ESCAPES: Final = {"%40": "@", "%2e": ".", "%2b": "+"}


def _signs() -> dict[int, str]:
    """Return what each look-alike of a digit, a letter or a sign of ASCII is read as, one character each."""
    signs = {
        "。": ".",
        "｡": ".",
        "﹒": ".",
        "․": ".",
        "ⓐ": "@",
        "Ⓐ": "@",
        "⁺": "+",
        "₊": "+",
        "﹢": "+",
        "‐": "-",
        "‑": "-",
    }
    signs |= {
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "﹣": "-",
        "﹫": "@",
        "⁄": "/",
        "∕": "/",
        "۔": ".",
        "·": ".",
        "•": ".",
    }
    # The digits of all scripts, and the mathematical ones.
    digits = (chr(number) for numbers in (range(0x660, 0x10000), range(0x1D7CE, 0x1D800)) for number in numbers)
    signs |= {digit: str(unicodedata.decimal(digit)) for digit in digits if digit.isdecimal()}
    for number in range(0xFF01, 0xFF5F):
        signs[chr(number)] = chr(number - 0xFEE0)
    return {ord(letter): sign for letter, sign in signs.items()}


_SIGNS: Final = _signs()
# Two classes: one with members beyond the first 65,536 characters is searched for twenty times as slowly.
_SIGN: Final = re.compile(f"[{''.join(re.escape(chr(number)) for number in _SIGNS if number < 0x10000)}]")
_FAR_SIGN: Final = re.compile("[\U0001d7ce-\U0001d7ff]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text, and where in the original its pieces stand.

    Attributes
    ----------
    text : str
        The text to search.
    pieces : sequence of int
        Where each piece starts in the plain text; empty when positions are the same in both.
    origins : sequence of tuple of int
        Where each piece starts and ends in the original.
    """

    text: str
    pieces: Sequence[int] = ()
    origins: Sequence[tuple[int, int]] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that a span of the plain text was read from."""
        if not self.pieces:
            return start, end
        return self._origin(start, last=False), self._origin(end - 1, last=True)

    def _origin(self, position: int, *, last: bool) -> int:
        piece = bisect_right(self.pieces, position) - 1
        start, end = self.origins[piece]
        offset = position - self.pieces[piece]
        following = self.pieces[piece + 1] if piece + 1 < len(self.pieces) else len(self.text)
        # A piece that is as long as its origin was copied; another was read from all of it.
        if following - self.pieces[piece] == end - start:
            return start + offset + (1 if last else 0)
        return end if last else start


def readable_text(text: str) -> Plain:
    """Return the text with look-alikes, unseen characters and HTML entities read as what they stand for.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    Plain
        The plain text and the way back.

    Notes
    -----
    O(length). A text of ASCII without `&` and `%` is returned as it is.

    Examples
    --------
    >>> found = readable_text("a&#64;b٣")
    >>> found.text, found.span(1, 2)
    ('a@b3', (1, 6))
    """
    unseen = False
    if not text.isascii():
        if _SIGN.search(text):
            text = _SIGN.sub(_sign, text)
        # Most texts hold nothing beyond the first 65,536 characters, and looking for it is slow.
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text):
            text = _FAR_SIGN.sub(_sign, text)
        unseen = _UNSEEN_SIGN.search(text) is not None
    if not (unseen or "&" in text or "%" in text):
        return Plain(text)
    matches = list(_LEFT_OUT.finditer(text))
    parts: list[str] = []
    pieces: list[int] = []
    origins: list[tuple[int, int]] = []
    length = copied_to = 0

    def add(part: str, start: int, end: int) -> None:
        nonlocal length
        if part:
            parts.append(part)
            pieces.append(length)
            origins.append((start, end))
            length += len(part)

    for match in matches:
        add(text[copied_to : match.start()], copied_to, match.start())
        add(_unescaped(match.group()), *match.span())
        copied_to = match.end()
    add(text[copied_to:], copied_to, len(text))
    return Plain("".join(parts), tuple(pieces), tuple(origins))


def _sign(match: re.Match[str]) -> str:
    return _SIGNS[ord(match.group())]


def has_dot_inside(text: str) -> bool:
    """Tell whether a dot stands before something else than a space, as those of hosts do and those of sentences do not.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    bool
        False only if no name of a host can stand in the text. O(length), and quicker than any pattern.
    """
    return text.count(".") > text.count(". ") + text.endswith(".")


def _unescaped(escape: str) -> str:
    """Return what an entity or an escape stands for, of one character at most; nothing for what is unseen."""
    if escape[0] not in "&%":
        return ""
    letter = (_ESCAPES.get(escape.lower()) or html.unescape(html.unescape(escape))).translate(_SIGNS)
    return "" if _LEFT_OUT.fullmatch(letter) and len(letter) == 1 else letter
