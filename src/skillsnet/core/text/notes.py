"""Notes behind a value: what stands in brackets at its end, a level, what it includes."""

import re
from typing import Final

_OPEN: Final = "(（["
_CLOSE: Final = ")）]"
_LEVEL_WORDS: Final = (
    "native|mother tongue|first language|bilingual|fluent|advanced|proficient|intermediate|conversational|working|"
    "basic|beginner|elementary|good|very good|excellent|fair|maternelle|langue maternelle|natif|courant|couramment|"
    "avance|intermediaire|debutant|notions|bilingue|materna|nativo|lengua materna|fluido|avanzado|intermedio|basico|"
    "principiante|a1|a2|b1|b2|c1|c2"
)
_LEVEL: Final = re.compile(
    rf"^(?P<head>\S.*?)\s*(?:[:=–—]\s*|\s-\s*|\s)(?P<note>(?:{_LEVEL_WORDS})(?:\W+(?:{_LEVEL_WORDS}))*)$", re.IGNORECASE
)
_INCLUDED: Final = re.compile(
    r"^(?P<head>\S.*?),?\s+(?P<note>(?:incl|including|inclus|y compris|dont|incluido|incluyendo|e\.g|such as)\b"
    # A capital behind a comma begins another value.
    r"(?:[^,،;]|,\s*(?-i:[^\W\dA-ZÀ-Þ_]))*)$",
    re.IGNORECASE,
)


def split_note(value: str) -> tuple[str, str]:
    """Return a value without the note behind it, and the note.

    Parameters
    ----------
    value
        One value, such as `English (fluent)`, `French B2`, `Spanish: native` or `Workers, incl. fishers`.

    Returns
    -------
    (str, str)
        The value and an empty text where no note stands behind it. A bracket that does not end the value is none:
        what follows it belongs to something else.

    Examples
    --------
    >>> split_note("English (native; C1)"), split_note("French B2"), split_note("English (fluent), French (B2)")
    (('English', 'native; C1'), ('French', 'B2'), ('English (fluent), French', 'B2'))
    """
    text = value.strip()
    if text.isalnum():
        return text, ""
    head = _without_brackets(text)
    if head != text:
        return head, text[len(head) :].strip(f" {_OPEN}{_CLOSE}")
    if any(mark in text for mark in ")）]"):
        return text, ""
    for pattern in (_INCLUDED, _LEVEL):
        if match := pattern.match(text):
            return match["head"].rstrip(" ,;:-–—"), match["note"].strip()
    return text, ""


def _without_brackets(text: str) -> str:
    """Return a text without the brackets at its end; without one that is cut off, too."""
    head = text
    while head.endswith(tuple(_CLOSE)):
        depth = 0
        for position in range(len(head) - 1, -1, -1):
            depth += (head[position] in _CLOSE) - (head[position] in _OPEN)
            if depth == 0:
                break
        if depth or not head[:position].strip():
            return text
        head = head[:position].rstrip()
    start = next((position for position, letter in enumerate(head) if letter in _OPEN), 0)
    is_cut = start > 0 and not any(mark in head for mark in _CLOSE)
    return head[:start].rstrip() if is_cut else head
