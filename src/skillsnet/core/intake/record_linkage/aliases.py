"""What a name says beside itself: its acronym, another name, the country, in brackets or after a dash or comma."""

import re
from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.record_linkage.normalisation import content_words, latin, without_legal_forms, words_in
from skillsnet.core.intake.record_linkage.word_lists import legal_forms, list_words, place_codes
from skillsnet.core.text import fold

MAX_ACRONYM_CHARS: Final = 10
# Beyond this a text in brackets is an explanation and no other name.
MAX_ALIAS_WORDS: Final = 8
# Nobody writes more; each costs a pass over the name.
MAX_BRACKETS: Final = 12
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]*)(?:[)\]）】]|$)")
_PARTING = re.compile(r"\s+[-–—|/:]\s+|\s*[,|،，;]\s*|\s*[–—]\s*")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^A-Z\s\W]+")


@dataclass(frozen=True, slots=True)
class Aliases:
    """A name split from what it says beside itself; `text` is the name alone, `aliases` are other names of it."""

    text: str
    country_code: str = ""
    aliases: tuple[str, ...] = ()
    # True when every alias abbreviates the name itself, so that leaving it out changes nothing.
    is_own: bool = True


def split_aliases(name: str) -> Aliases:
    """Return the name without brackets and appended country or acronym; what is neither stays among its words."""
    text, country_code, aliases, is_own = " ".join(name.split()), "", [], True
    for _ in range(MAX_BRACKETS):
        bracket = _BRACKETS.search(text)
        if not bracket:
            break
        before, inside, after = text[: bracket.start()], bracket[1], text[bracket.end() :]
        code = place_of(inside)
        kind = "place" if code else _bracket_kind(before, inside, after)
        keeps = kind == "words"
        text = f"{before} {inside} {after}" if keeps else f"{before} {after}"
        country_code = country_code or code
        if kind in ("acronym", "other name"):
            aliases.append(_without_lead_in(inside))
            is_own = is_own and kind == "acronym"
    text, alias, code = _split_off_country(text)
    return Aliases(text.strip(), country_code or code, (*aliases, alias) if alias else tuple(aliases), is_own)


def place_of(text: str) -> str:
    """Return the code of the country that a text names, and nothing else; empty otherwise."""
    words, small = words_in(text), list_words("small_words")
    return place_codes().get(words) or place_codes().get(tuple(word for word in words if word not in small), "")


def _bracket_kind(before: str, inside: str, after: str) -> str:
    """Return what a text in brackets is: nothing, the acronym, another name, or words like the others."""
    words = words_in(inside)
    if not words or words in legal_forms()[0]:
        return "nothing"
    if not words_in(before):
        return "words"
    following = words_in(after)
    is_whole = not without_legal_forms(("x", *following))[0][1:] or following[0] in list_words("small_words")
    if abbreviates(inside, before) or abbreviates(before, inside):
        return "acronym" if is_whole else "nothing"
    return "other name" if is_whole and _is_other_name(before, inside, words) else "words"


def _is_other_name(before: str, inside: str, words: tuple[str, ...]) -> bool:
    if words[0] in list_words("former_words"):
        return True
    if len(words) == 1 and inside.strip().isupper() and words[0][0] == words_in(before)[0][0]:
        return True
    parts = list_words("unit_words")
    is_short = len(words) <= MAX_ALIAS_WORDS and not any(any(sign.isdigit() for sign in word) for word in words)
    return is_short and not any(word in parts for word in (*words_in(before), *words))


def _without_lead_in(inside: str) -> str:
    parts = inside.split()
    while len(parts) > 1 and fold(parts[0].strip(".:,")) in list_words("former_words"):
        parts = parts[1:]
    return " ".join(parts)


def _split_off_country(text: str) -> tuple[str, str, str]:
    """Return a name without a country or its acronym after or before a dash or comma, the acronym, the country."""
    marks = [(mark.start(), mark.end()) for mark in _PARTING.finditer(text) if mark.start()]
    if not marks:
        return text, "", ""
    start, end = marks[-1]
    code = place_of(text[end:])
    if code:
        return text[:start], "", code
    if abbreviates(text[end:], text[:start]):
        return text[:start], text[end:].strip(), ""
    start, end = marks[0]
    if abbreviates(text[:start], text[end:]):
        return text[end:], text[:start].strip(), ""
    return text, "", ""


def abbreviates(short: str, long: str) -> bool:
    """Return whether a short text may be the acronym of a long one: begins alike and takes its words in order.

    Only for a text beside the name; two names of two organisations are compared by `initials_of`.
    """
    words, letters = words_in(long), "".join(words_in(short))
    if len(words) < 2 or not 2 <= len(letters) <= MAX_ACRONYM_CHARS or len(words_in(short)) > 2:
        return False
    initials = "".join(word[0] for word in words)
    return letters[0] in initials[:3] and (letters in initials_of(long) or _takes(letters, words))


def _takes(letters: str, words: tuple[str, ...]) -> bool:
    """Return whether letters are beginnings of words, in order, of at least two and of most words that count."""
    words_by_length = {0: 0}
    for word in words:
        step = dict(words_by_length)
        for start, word_count in words_by_length.items():
            size = 0
            while start + size < len(letters) and size < len(word) and letters[start + size] == word[size]:
                size += 1
                step[start + size] = max(step.get(start + size, 0), word_count + 1)
        words_by_length = step
    min_words = max(2, (len(content_words(words)) + 1) // 2)
    return words_by_length.get(len(letters), 0) >= min_words


def initials_of(text: str) -> tuple[str, ...]:
    """Return the initials of a name's words: of those that count, with "and", and of all; humps are words too."""
    words = words_in(text)
    small = list_words("small_words")
    forms = (
        [word for word in words if word not in small],
        [word for word in words if word not in small or word in ("and", "et", "y", "e", "und", "и")],
        list(words),
        [fold(hump) for hump in _HUMPS.findall(text) if fold(hump) not in small],
    )
    return tuple(dict.fromkeys("".join(word[0] for word in form if word) for form in forms))


def skips_words(short: str, words: tuple[str, ...]) -> bool:
    """Return whether a short name is made of beginnings of the words of a long one ("OpenBCI"), at most one left out.

    The word left out stands between others, as the last one may name a part ("India"). Weak: only beside a shared
    domain or address.
    """
    letters = latin(short)
    return len(letters) > 3 and len(words) > 2 and letters[0] == words[0][:1] and _takes_nearly_all(letters, words)


def _takes_nearly_all(letters: str, words: tuple[str, ...]) -> bool:
    reachable = {(0, 0)}
    for position, word in enumerate(words):
        is_between = 0 < position < len(words) - 1
        step = {(start, 1) for start, skipped in reachable if skipped == 0 and is_between}
        for start, skipped in reachable:
            size = 0
            while start + size < len(letters) and size < len(word) and letters[start + size] == word[size]:
                size += 1
                step.add((start + size, skipped))
        reachable = step
    return any(start == len(letters) for start, _ in reachable)
