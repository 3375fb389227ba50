"""Languages by code and by name.

The table `languages.csv` holds the names that the Unicode CLDR has for each language in eleven languages and its own,
and other names in common use.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError

from skillsnet.core.geo.names import UNKNOWN, NameMatch, folded_name, near_codes
from skillsnet.core.text import split_note


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    text = (resources.files(__package__) / "languages.csv").read_text(encoding="utf-8")
    return {row["code"]: tuple(row["names"].split("|")) for row in csv.DictReader(text.splitlines())}


@cache
def _by_name() -> Mapping[str, str]:
    codes_by_name = {folded_name(name): code for code, names in _table().items() for name in names}
    return codes_by_name | {code: code for code in _table()}


def language_codes() -> tuple[str, ...]:
    """Return the codes of the languages in the table.

    Returns
    -------
    tuple of str
        ISO 639-1 codes, or 639-3 ones where there is no shorter, in alphabetical order.

    Examples
    --------
    >>> language_codes()[:3]
    ('aa', 'ab', 'ace')
    """
    return tuple(sorted(_table()))


def find_language(name: str) -> NameMatch:
    """Return the language a text names.

    Parameters
    ----------
    name : str
        A name in English, French, Spanish, Arabic, Portuguese, German, Russian, Italian, Dutch, Polish, Turkish or the
        language's own; an ISO 639 code, with or without a country (``pt-BR``). A note behind it (see
        ``split_note``) does not matter.

    Returns
    -------
    NameMatch
        Kind ``value`` with the ISO 639-1 code, or the 639-3 one where there is no shorter; ``unknown`` with near
        codes to propose otherwise.

    Notes
    -----
    O(1) for known names, O(number of names) otherwise.

    Examples
    --------
    >>> [find_language(name).code for name in ("Français", "Kiswahili", "Portugués", "казахский (свободно)")]
    ['fr', 'sw', 'pt', 'kk']
    """
    plain_name = folded_name(name)
    if not plain_name:
        return UNKNOWN
    first = plain_name.split()[0] if len(plain_name.split()[0]) in (2, 3) and _is_locale(name) else ""
    for form in (plain_name, folded_name(split_note(name)[0]), first):
        if form and (code := _by_name().get(form)):
            return NameMatch(code=code, kind="value", how="exact")
    return NameMatch(code="", kind="unknown", suggestions=near_codes(plain_name, _by_name()))


def _is_locale(name: str) -> bool:
    language, _, country = name.strip().replace("_", "-").partition("-")
    return len(country) == 2 and language.isalpha() and country.isalpha()


def language_name(code: str, language: str) -> str:
    """Return a language's name in a language.

    Parameters
    ----------
    code : str
        ISO 639 code of the language to name.
    language : str
        Code of the language to name it in.

    Returns
    -------
    str
        The name; in English where CLDR has none, the code itself when it is unknown.

    Examples
    --------
    >>> language_name("sw", "fr"), language_name("es", "en")
    ('swahili', 'Spanish')
    """
    name = _names(language).get(code) or _names("en").get(code)
    return name or next(iter(_table().get(code, ())), code)


@cache
def _names(language: str) -> Mapping[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").languages)
    except (UnknownLocaleError, ValueError):
        return {}
