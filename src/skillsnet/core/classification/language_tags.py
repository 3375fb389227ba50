"""Which definitions a text is read with, by the language tags of both (BCP 47)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

_SEPARATOR: Final = re.compile(r"[-_]")
# Tags that name no language: undetermined, several, no linguistic content, a code of its own.
_UNSTATED: Final = frozenset({"", "und", "mul", "zxx", "mis"})
# Enough letters to tell a script.
_LETTERS_READ: Final = 2_000


def primary_language(tag: str) -> str:
    """Return the language that a tag names first, in lower case.

    Examples
    --------
    >>> primary_language("zh-Hans"), primary_language("pt_BR")
    ('zh', 'pt')
    """
    return _subtags(tag)[0]


def is_stated(tag: str | None) -> bool:
    """Return whether a tag names a language at all."""
    return tag is not None and primary_language(tag) not in _UNSTATED


def closest_tag(tag: str, available: Iterable[str]) -> str | None:
    """Return the tag among some that comes closest to another, or None when no one names the same language.

    Parameters
    ----------
    tag : str
        A language tag in any case, its parts separated by hyphens or underscores.
    available : iterable of str
        Tags to choose from.

    Returns
    -------
    str or None
        As it stands in `available`.

    Notes
    -----
    The longest beginning in common, as the lookup of BCP 47 does (RFC 4647, 3.4), the more general tag before the more
    special; beyond the RFC, a relative (`pt-BR` for `pt-PT` or `pt`) is chosen before a different language.

    Examples
    --------
    >>> closest_tag("fr-CA", ["en", "fr"]), closest_tag("zh", ["en", "zh-Hans"]), closest_tag("sw", ["en"])
    ('fr', 'zh-Hans', None)
    """
    subtags = _subtags(tag)
    relatives = [other for other in available if _subtags(other)[0] == subtags[0]]
    return min(
        relatives,
        key=lambda other: (-_common_length(subtags, _subtags(other)), len(_subtags(other)), other),
        default=None,
    )


def script_of(text: str) -> str | None:
    """Return the script of most letters of a text, by its Unicode name; None without a letter.

    Examples
    --------
    >>> script_of("职业培训"), script_of("Training, 培训"), script_of("2019")
    ('CJK', 'LATIN', None)
    """
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in text[:_LETTERS_READ] if letter.isalpha())
    return max(sorted(scripts), key=scripts.__getitem__, default=None)


def sole_language_of_script(text: str, scripts: Mapping[str, str | None]) -> str | None:
    """Return the language whose definitions alone are written in the script of a text; None when none or several are.

    Parameters
    ----------
    text : str
        A text whose language nobody stated and no word gives away.
    scripts : mapping of str to str or None
        The script of each language's definitions.

    Examples
    --------
    >>> sole_language_of_script("职业培训", {"en": "LATIN", "zh-Hans": "CJK"})
    'zh-Hans'
    """
    script = script_of(text)
    languages = [language for language, other in scripts.items() if script is not None and other == script]
    return languages[0] if len(languages) == 1 else None


def _subtags(tag: str) -> list[str]:
    return _SEPARATOR.split(tag.strip().lower())


def _common_length(first: list[str], second: list[str]) -> int:
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return length
