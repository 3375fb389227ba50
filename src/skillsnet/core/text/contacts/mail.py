"""Mail addresses in a text, however they are spelled."""

import re
from collections.abc import Iterator
from typing import Final

from skillsnet.core.text.contacts.plain import has_dot_inside

Span = tuple[int, int]

_LABEL: Final = r"[\w-]{1,63}"
_OPEN, _CLOSE = r"[(\[{<]\s?", r"\s?[)\]}>]"
_DOT_WORDS: Final = r"(?:dot|punto|point|ponto|نقطة|نقطه|دوت)"
_ARABIC_AT: Final = r"(?:آت|ات|أت|إت)"
_ROMANCE_AT: Final = r"(?:arr?oba|arr?obas?e?|a\scommercial)"
# Short words that stand for the sign in brackets alone.
_BRACKETED: Final = rf"{_OPEN}(?:@|at|at[- ]sign|{_ROMANCE_AT}|{_ARABIC_AT}|a|à|en|chez|في|على|عند){_CLOSE}"
_SPELLED_DOT: Final = rf"(?:\s?{_OPEN}(?:\.|{_DOT_WORDS}){_CLOSE}\s?|[-_ ]{{1,2}}{_DOT_WORDS}[-_ ]{{1,2}}|\s\.\s)"
_ENDINGS: Final = r"(?:com|org|net|edu|gov|gob|gouv|int|info|biz|coop|africa|ngo|ong|كوم|نت|أورغ|اورغ|اورج|أورج)"
# The letters of some countries are words as well: "at every dot in the picture".
_COUNTRY: Final = r"(?!(?:in|it|is|at|no|so|to|me|us|be|as|do|am|my|by|la|de|es|se|un|al)\b\s{0,2}\w)[a-z]{2}"
_HOSTS: Final = r"(?:g-?mail|googlemail|yahoo|hotmail|outlook|proton(?:mail)?|icloud|gmx|yandex|zoho|جيميل|ياهو|هوتميل)"
_DOT: Final = rf"(?:\.|\s{{0,2}}\.\s{{1,2}}(?={_ENDINGS}\b)|\s{{1,2}}\.\s{{0,2}}|{_SPELLED_DOT})"
_NO_HOST: Final = r"(?!(?:the|an?|this|that|these|those|each|every|any|one|its|our|his|her|their|no|www)\b)"

# Each pattern starts at the sign; the name before it is walked back to, so that a text is not searched for names.
_AT_IN_BRACKETS: Final = re.compile(_BRACKETED)
# ada@example.org, ada (at) example (dot) org, ada @ example . org
_SIGNED: Final = re.compile(
    rf"(?:@|{_BRACKETED})\s{{0,2}}(?!(?:www|s)\b)"
    rf"(?:{_LABEL}(?:{_DOT}{_LABEL}){{0,7}}{_DOT}[^\W\d_][\w-]{{1,62}}|{_HOSTS}(?!\w))",
    re.IGNORECASE,
)
# a d a @ e x a m p l e . o r g
_SPACED: Final = re.compile(r"(?<!\S)\w(?:\s[\w.+-]){1,40}\s@(?:\s[\w.-]){4,80}(?!\S)")
# ada arroba ejemplo punto org: the word is said of nothing else before a name and a dot.
_NAMED_AT: Final = re.compile(
    rf"(?<=\s)(?:{_ROMANCE_AT}|{_ARABIC_AT})\s{{1,2}}{_NO_HOST}{_LABEL}(?:{_DOT}[^\W\d_][\w-]{{0,30}}){{1,5}}",
    re.IGNORECASE,
)
# ada at example dot org, ada_at_example_dot_org, ada.l at gmail com
_SPELLED_OUT: Final = re.compile(
    rf"(?:(?<=\s)(?:at(?:[- ]sign)?|على|في|عند|chez|à|en)\s{{1,2}}|[-_*]at[-_*]\s?){_NO_HOST}"
    rf"(?:{_HOSTS}(?:{_DOT}|\s)|[^\W_][\w-]{{0,62}}?(?:{_DOT}[^\W_][\w-]{{0,30}}?){{0,3}}?{_SPELLED_DOT})"
    rf"(?:{_ENDINGS}|{_COUNTRY})(?:{_DOT}[a-z]{{2}}(?![^\W_]))?(?![^\W_])",
    re.IGNORECASE,
)
# "at" before a plain name of a host: an address if the words say so, a place to look otherwise.
_AT_HOST: Final = re.compile(
    rf"(?:(?<=\s)(?P<at>[aA][tT](?:[- ]sign)?)\s{{1,2}}|_at_)"
    rf"(?P<host>(?!www\.){_LABEL}(?:\.{_LABEL}){{0,3}}\.[a-zA-Z]{{2,12}})(?!\w)"
)
_DOT_BEFORE: Final = re.compile(rf"{_SPELLED_DOT}$", re.IGNORECASE)
_LONGEST_DOT: Final = 12
_MOST_DOTS: Final = 3
_LONGEST_NAME: Final = 64
_NAME_SIGNS: Final = frozenset("_.+%'’!#$*^~-")
_MAILTO: Final = "mailto:"
_MAIL_HOST: Final = re.compile(rf"{_HOSTS}\.", re.IGNORECASE)
_MAIL_CUE: Final = re.compile(
    r"mail|\bwrit(?:e|ing)\b|address|correo|escrib|courriel|écri|adresse|\bcontact|\breach|inquir|enquir|بريد|راسل",
    re.IGNORECASE,
)
# Words before "at" that are nobody's name: "available at example.org".
_NOT_A_NAME: Final = re.compile(
    r"us|me|you|it|them|him|her|team|available|found|more|information|info|details|here|online|visit|see|posted|published"
    r"|hosted|website|site|page|is|are|look|register|apply|join|download|read|out|live|based|held|days?|work(?:s|ing)?|\d+",
    re.IGNORECASE,
)
_SHARP: Final = re.compile(r"[^\W\d][._]\w|[^\W\d_]\d")
_CONTEXT: Final = 40


def addresses(text: str, *, lowered: str) -> Iterator[Span]:
    """Yield where mail addresses stand in a plain text, in no order; spans may overlap.

    Parameters
    ----------
    text : str
        Text as `plain` gives it.
    lowered : str
        The same in lower case; only asked whether it holds a word.

    Yields
    ------
    tuple of int
        Start and end.

    Notes
    -----
    O(length): every repetition is bounded. Each pattern is tried only where a text holds what it cannot do without.
    """
    signed = "@" in text
    if signed or _has_bracketed(lowered):
        yield from _with_names(_SIGNED, text)
    if signed and " @ " in text:
        yield from (match.span() for match in _SPACED.finditer(text) if "." in match.group())
    arabic = not text.isascii() and any(word in text for word in (" آت ", " ات ", " أت ", " إت "))
    if arabic or "oba" in lowered or "commercial" in lowered:
        yield from _with_names(_NAMED_AT, text)
    has_at_word = " at " in lowered
    if (
        arabic
        or _has_spelled_dot(lowered)
        or (has_at_word and any(word in lowered for word in ("mail", "yahoo", "outlook")))
    ):
        yield from _with_names(_SPELLED_OUT, text)
    if (has_at_word or "_at_" in lowered or " at-sign " in lowered) and has_dot_inside(text):
        for match in _AT_HOST.finditer(text):
            start = _name_start(text, match.start())
            if start is not None and _is_told(match, text, start):
                yield start, match.end()


def _with_names(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        start = _name_start(text, match.start())
        if start is not None:
            yield start, match.end()


def _name_start(text: str, end: int) -> int | None:
    """Return where the name before a sign starts: ada, ada.l, ada dot l; nothing if there is none."""
    stop = len(text[max(0, end - 2) : end].rstrip()) + max(0, end - 2)
    start = _word_start(text, stop)
    if start == stop:
        return None
    for _ in range(_MOST_DOTS):
        dot = _DOT_BEFORE.search(text, max(0, start - _LONGEST_DOT), start)
        before = _word_start(text, dot.start()) if dot else start
        if dot is None or before == dot.start():
            break
        start = before
    mailto = start - len(_MAILTO)
    return mailto if mailto >= 0 and text[mailto:start].lower() == _MAILTO else start


def _word_start(text: str, end: int) -> int:
    start = end
    while start and end - start < _LONGEST_NAME and (text[start - 1].isalnum() or text[start - 1] in _NAME_SIGNS):
        start -= 1
    return start


def _has_spelled_dot(lowered: str) -> bool:
    return (
        "dot" in lowered
        or "punto" in lowered
        or "point" in lowered
        or " . " in lowered
        or "نقط" in lowered
        or "دوت" in lowered
    )


def _has_bracketed(lowered: str) -> bool:
    has_bracket = "(" in lowered or "[" in lowered or "{" in lowered or "<" in lowered
    return has_bracket and _AT_IN_BRACKETS.search(lowered) is not None


def _is_told(match: re.Match[str], text: str, start: int) -> bool:
    """Tell whether "name at host" is an address: the name is none of a sentence, or the words before speak of mail."""
    local = text[start : match.start()].strip()
    if _NOT_A_NAME.fullmatch(local):
        return False
    if match["at"] not in {"at", "At"} or text[start - 1 : start] == "<":
        return not local.isupper()
    if _MAIL_HOST.match(match["host"]) or _SHARP.search(local):
        return True
    return _MAIL_CUE.search(text, max(0, start - _CONTEXT), start) is not None
