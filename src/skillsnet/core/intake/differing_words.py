"""Two texts side by side, the words in which they differ marked, and what they share cut short."""

from dataclasses import dataclass
from typing import Final

from skillsnet.core.taxonomy.differences import word_pieces

# Of what both texts share so much is left at each side of a difference.
CONTEXT_CHARS: Final = 60
MAX_MARKED_CHARS: Final = 400
GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words of a text; `differs` says that the other text has others in their place, or none."""

    text: str
    differs: bool = False


def differing_words(left: str, right: str) -> tuple[tuple[MarkedWords, ...], tuple[MarkedWords, ...]]:
    """Return both texts in pieces, those in which they differ marked.

    Parameters
    ----------
    left, right : str
        Texts of n and m words.

    Returns
    -------
    tuple of two tuples of MarkedWords
        The pieces of each text in their order; long pieces are cut, as "…" says. One piece that is not marked where
        the other text is empty: all of it differs, and marks would tell nothing.

    Notes
    -----
    Compared word by word as by `word_pieces`, whose limits hold.

    Examples
    --------
    >>> differing_words("Port schol", "Port school")
    ((MarkedWords(text='Port', differs=False), MarkedWords(text=' schol', differs=True)), \
(MarkedWords(text='Port', differs=False), MarkedWords(text=' school', differs=True)))
    """
    if not left or not right:
        return tuple(_whole_text(left)), tuple(_whole_text(right))
    pieces = word_pieces(left, right)
    last = len(pieces) - 1
    sides: tuple[list[MarkedWords], list[MarkedWords]] = ([], [])
    for index, piece in enumerate(pieces):
        text = piece.text.strip()
        if piece.how == "kept":
            shared = _shared(text, is_first=index == 0, is_last=index == last)
            for side in sides:
                side.append(MarkedWords(_spaced(shared, side)))
        else:
            side = sides[piece.how == "added"]
            side.append(MarkedWords(_spaced(_cut(text), side), differs=True))
    return tuple(sides[0]), tuple(sides[1])


def _spaced(text: str, before: list[MarkedWords]) -> str:
    """Return words with the space that parts them from those before."""
    return f" {text}" if before else text


def _whole_text(text: str) -> list[MarkedWords]:
    return [MarkedWords(_cut(text))] if text else []


def _cut(text: str) -> str:
    return text if len(text) <= MAX_MARKED_CHARS else text[:MAX_MARKED_CHARS].rstrip() + GAP


def _shared(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return what both texts share, only its ends where it is long."""
    if len(text) <= 2 * CONTEXT_CHARS + len(GAP):
        return text
    start = "" if is_first and not is_last else text[:CONTEXT_CHARS].rstrip()
    end = "" if is_last else text[-CONTEXT_CHARS:].lstrip()
    return f"{start} {GAP} {end}".strip()
