"""Finding the full names of known people in texts."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import unquote

from skillsnet.core.text.folding import WORD, fold, tokens
from skillsnet.core.text.unmasked import MARKER

# What people write before a name, as folded words.
_TITLES: Final = frozenset(
    [
        *("mr", "mrs", "ms", "miss", "dr", "prof", "professor", "eng", "ing", "sir", "rev", "m", "mme", "mlle", "pr"),
        *("sr", "sra", "srta", "dra", "don", "dona", "lic", "السيد", "السيده", "الدكتور", "الدكتوره", "د", "م"),
    ]
)
# A name of one word is many a common word too ("Hope", "Justice"): it counts only right after one of these.
_CUES: Final = frozenset([*_TITLES, "by", "contact", "par", "por", "contacto", "بقلم", "للتواصل", "الاتصال"])
# What may stand between the parts of one name: not a sentence's end.
_GAP: Final = re.compile(r"[\s,.'’\-]{1,3}")
LEAST_LETTERS: Final = 2
# Shorter names run together are parts of other words in an address.
LEAST_COMPACT: Final = 7


def name_forms(name: str) -> list[tuple[str, ...]]:
    """Return the ways in which a full name is written, as folded words: as it is, and with its last part first.

    Parameters
    ----------
    name : str
        A person's full name, with or without titles.

    Returns
    -------
    list of tuple of str
        Each form once. Of a name of three and more parts the first with the last is one too. A name of one word has
        one form, which `names_in` finds only where a word before it says that a name follows.

    Notes
    -----
    O(parts squared).

    Examples
    --------
    >>> name_forms("Dr. Ada Diallo")
    [('ada', 'diallo'), ('diallo', 'ada')]
    """
    parts = tuple(word for word in tokens(name) if word not in _TITLES)
    if not parts or max(map(len, parts)) < LEAST_LETTERS:
        return []
    rotations = [parts[start:] + parts[:start] for start in range(len(parts))]
    ends = [(parts[0], parts[-1]), (parts[-1], parts[0])] if len(parts) > LEAST_LETTERS else []
    return list(dict.fromkeys([*rotations, *ends]))


def may_hold(folded_text: str, forms: Sequence[tuple[str, ...]]) -> bool:
    """Return whether a folded text holds all parts of a name somewhere; quick, for the many texts that do not.

    Examples
    --------
    >>> may_hold("repair by ada diallo", name_forms("Ada Diallo"))
    True
    """
    return any(all(part in folded_text for part in form) for form in forms)


def names_in(text: str, name: str) -> list[str]:
    """Return where a text holds a person's full name, as it stands there, each spelling once.

    Parameters
    ----------
    text : str
        Any text.
    name : str
        A full name; case, accents, titles, the order of its parts and a comma between them do not matter.

    Returns
    -------
    list of str
        Pieces of the text; never a lone given name of a longer one.

    Notes
    -----
    O(words of the text × forms of the name).

    Examples
    --------
    >>> names_in("Pump repair by DIALLO, Ada; Ada trains.", "Ada Diallo")
    ['DIALLO, Ada']
    """
    words = [(fold(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
    spellings: dict[str, None] = {}
    for form in sorted(name_forms(name), key=len, reverse=True):
        for start in range(len(words) - len(form) + 1):
            run = words[start : start + len(form)]
            if tuple(word for word, _, _ in run) != form or not _is_one(text, run):
                continue
            if len(form) > 1 or (start and words[start - 1][0] in _CUES):
                spellings.setdefault(text[run[0][1] : run[-1][2]])
    return list(spellings)


def redact_name(text: str, name: str, *, marker: str = MARKER) -> str:
    """Return a text with a person's full name replaced by a marker wherever it stands.

    Parameters
    ----------
    text : str
        Any text.
    name : str
        A full name, compared as in `names_in`.
    marker : str
        What stands in its place.

    Examples
    --------
    >>> redact_name("Pump repair by DIALLO, Ada.", "Ada Diallo")
    'Pump repair by […].'
    """
    for words in sorted(names_in(text, name), key=len, reverse=True):
        text = text.replace(words, marker)
    return text


def is_name(text: str, name: str) -> bool:
    """Return whether a text is nothing but a person's full name.

    Examples
    --------
    >>> is_name("Mme DIALLO Ada", "Ada Diallo"), is_name("Diallo and Sons", "Ada Diallo")
    (True, False)
    """
    words_without_titles = tuple(word for word in tokens(text) if word not in _TITLES)
    return bool(words_without_titles) and words_without_titles in name_forms(name)


def address_names(address: str, name: str) -> bool:
    """Return whether an address on the web is made of a person's full name.

    Examples
    --------
    >>> address_names("https://www.ada-diallo.example.org", "Ada Diallo")
    True
    """
    compact = "".join(tokens(unquote(address)))
    forms = ("".join(form) for form in name_forms(name) if len(form) > 1)
    return any(len(form) >= LEAST_COMPACT and form in compact for form in forms)


def _is_one(text: str, run: Sequence[tuple[str, int, int]]) -> bool:
    return all(_GAP.fullmatch(text[first[2] : second[1]]) for first, second in pairwise(run))
