"""What a name says beside itself: its acronym, another name, the country, in brackets or after a dash or comma."""

import re
from dataclasses import dataclass
from typing import Final

from skillsnet.core.intake.duplicates.normalisation import content_words, latin, without_legal_forms, words_in
from skillsnet.core.intake.duplicates.word_lists import legal_forms, place_codes, words_of
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
    """A name parted from what it says beside itself; `text` is the name alone, `aliases` are other names of it."""

    text: str
    place: str = ""
    aliases: tuple[str, ...] = ()
    # True when every alias abbreviates the name itself, so that leaving it out changes nothing.
    is_own: bool = True


def asides(name: str) -> Aliases:
    """Return the name without brackets and appended country or acronym; what is neither stays among its words."""
    text, place, aliases, is_own = " ".join(name.split()), "", [], True
    for _ in range(MAX_BRACKETS):
        found = _BRACKETS.search(text)
        if not found:
            break
        before, inside, after = text[: found.start()], found[1], text[found.end() :]
        code = place_of(inside)
        kind = "place" if code else _bracket_kind(before, inside, after)
        keeps = kind == "words"
        text = f"{before} {inside} {after}" if keeps else f"{before} {after}"
        place = place or code
        if kind in ("acronym", "other name"):
            aliases.append(_without_lead_in(inside))
            is_own = is_own and kind == "acronym"
    text, alias, code = _parted(text)
    return Aliases(text.strip(), place or code, (*aliases, alias) if alias else tuple(aliases), is_own)


def place_of(text: str) -> str:
    """Return the code of the country that a text names, and nothing else; empty otherwise."""
    small = words_of("small_words")
    return place_codes().get(tuple(word for word in words_in(text) if word not in small), "")


def _bracket_kind(before: str, inside: str, after: str) -> str:
    """Return what a text in brackets is: nothing, the acronym, another name, or words like the others."""
    words = words_in(inside)
    if not words or words in legal_forms()[0]:
        return "nothing"
    if not words_in(before):
        return "words"
    following = words_in(after)
    is_whole = not without_legal_forms(("x", *following))[0][1:] or following[0] in words_of("small_words")
    if abbreviates(inside, before) or abbreviates(before, inside):
        return "acronym" if is_whole else "nothing"
    return "other name" if is_whole and _is_other_name(before, inside, words) else "words"


def _is_other_name(before: str, inside: str, words: tuple[str, ...]) -> bool:
    if words[0] in words_of("former_words"):
        return True
    if len(words) == 1 and inside.strip().isupper() and words[0][0] == words_in(before)[0][0]:
        return True
    parts = words_of("unit_words")
    is_short = len(words) <= MAX_ALIAS_WORDS and not any(any(sign.isdigit() for sign in word) for word in words)
    return is_short and not any(word in parts for word in (*words_in(before), *words))


def _without_lead_in(inside: str) -> str:
    parts = inside.split()
    while len(parts) > 1 and fold(parts[0].strip(".:,")) in words_of("former_words"):
        parts = parts[1:]
    return " ".join(parts)


def _parted(text: str) -> tuple[str, str, str]:
    """Return a name without a country or its acronym after or before a dash or comma, the acronym, the country."""
    marks = [(found.start(), found.end()) for found in _PARTING.finditer(text) if found.start()]
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
    reached = {0: 0}
    for word in words:
        step = dict(reached)
        for start, taken in reached.items():
            size = 0
            while start + size < len(letters) and size < len(word) and letters[start + size] == word[size]:
                size += 1
                step[start + size] = max(step.get(start + size, 0), taken + 1)
        reached = step
    needed = max(2, (len(content_words(words)) + 1) // 2)
    return reached.get(len(letters), 0) >= needed


def initials_of(text: str) -> tuple[str, ...]:
    """Return the initials of a name's words: of those that count, with "and", and of all; humps are words too."""
    words = words_in(text)
    small = words_of("small_words")
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
    reached = {(0, 0)}
    for place, word in enumerate(words):
        is_between = 0 < place < len(words) - 1
        step = {(start, 1) for start, left in reached if left == 0 and is_between}
        for start, left in reached:
            size = 0
            while start + size < len(letters) and size < len(word) and letters[start + size] == word[size]:
                size += 1
                step.add((start + size, left))
        reached = step
    return any(start == len(letters) for start, _ in reached)
