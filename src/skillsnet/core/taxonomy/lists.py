"""The controlled lists of a project and an organisation, and every way people write their values."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from rapidfuzz import fuzz, process

from skillsnet.core.text import split_note, tokens

LANGUAGES: Final = ("en", "fr", "es", "ar")
KINDS: Final = ("organisation_types", "stages", "beneficiaries", "project_statuses", "permissions")
NEAR_PERCENT: Final = 80
PROPOSED: Final = 3
# Longer texts are no names of a value, and comparing them with all names would cost.
MAX_NAME_CHARS: Final = 120
_AND: Final = re.compile(r"\s*(?:[,/&+]|\b(?:and|et|y|e|و)\b)\s*", re.IGNORECASE)


@cache
def _rows(kind: str) -> Mapping[str, Mapping[str, str]]:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no controlled list; the lists are {', '.join(KINDS)}")
    text = (resources.files(__package__) / "lists.csv").read_text(encoding="utf-8")
    return {row["slug"]: row for row in csv.DictReader(text.splitlines()) if row["kind"] == kind}


def _plain(text: str) -> str:
    return " ".join(tokens(text))


@cache
def _by_name(kind: str) -> Mapping[str, str]:
    """Return the slug for each plain name; a value's own names win over another's synonyms."""
    slugs: dict[str, str] = {}
    for slug, row in _rows(kind).items():
        for name in (slug, *(row[language] for language in LANGUAGES)):
            slugs.setdefault(_plain(name), slug)
    for slug, row in _rows(kind).items():
        for name in row["synonyms"].split("|"):
            slugs.setdefault(_plain(name), slug)
    return slugs


def values(kind: str) -> tuple[str, ...]:
    """Return the slugs of a controlled list, in their order.

    Parameters
    ----------
    kind : str
        One of `KINDS`.

    Returns
    -------
    tuple of str
        Slugs; empty never.

    Raises
    ------
    ValueError
        For a kind that is none.

    Examples
    --------
    >>> values("stages")
    ('idea', 'prototype', 'pilot', 'implemented', 'scaling')
    """
    return tuple(_rows(kind))


def value_name(kind: str, slug: str, *, language: str) -> str:
    """Return the name of a value in a language.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    slug : str
        A value of that list.
    language : str
        One of `LANGUAGES`; English answers for any other.

    Returns
    -------
    str
        The name; the slug itself when the list does not hold it.

    Raises
    ------
    ValueError
        For a kind that is none.

    Examples
    --------
    >>> value_name("stages", "pilot", language="es")
    'Piloto'
    """
    row = _rows(kind).get(slug)
    return row[language if language in LANGUAGES else "en"] if row else slug


def find_value(kind: str, text: str) -> str | None:
    """Return the slug of the one value a text names.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    text : str
        A slug, a name in English, French, Spanish or Arabic, or one of the listed synonyms; case, accents,
        hyphens and a note behind the value (see `split_note`) do not matter.

    Returns
    -------
    str or None
        The slug; None when the text names no value, or more than one (see `find_values`).

    Raises
    ------
    ValueError
        For a kind that is none.

    Notes
    -----
    Only listed forms answer; nothing is guessed from likeness. O(length of the text).

    Examples
    --------
    >>> find_value("organisation_types", "ONG"), find_value("stages", "somewhere")
    ('ngo', None)
    """
    names = _by_name(kind)
    return names.get(_plain(text)) or names.get(_plain(split_note(text)[0]))


def find_values(kind: str, text: str) -> tuple[str, ...]:
    """Return the slugs of every value a text names, such as "Refugees and migrants".

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    text : str
        One value, or several joined by a comma, a slash, "and", "et", "y" or "و".

    Returns
    -------
    tuple of str
        Slugs in the order of the text, each once; empty when any part is unknown, nothing is guessed.

    Raises
    ------
    ValueError
        For a kind that is none.

    Examples
    --------
    >>> find_values("beneficiaries", "Refugees and migrants")
    ('refugees', 'migrants')
    """
    single = find_value(kind, text)
    if single:
        return (single,)
    slugs = [find_value(kind, part) for part in _AND.split(text) if part.strip()]
    return tuple(dict.fromkeys(slug for slug in slugs if slug)) if slugs and all(slugs) else ()


def near_values(kind: str, text: str) -> tuple[str, ...]:
    """Return the slugs of values that a text nearly names, to be proposed and never taken.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    text : str
        A text that `find_value` does not know.

    Returns
    -------
    tuple of str
        At most three slugs, the nearest first; empty when nothing is near.

    Raises
    ------
    ValueError
        For a kind that is none.

    Notes
    -----
    The normalised edit similarity of rapidfuzz's `ratio` over words in alphabetical order, at least 80 of 100.
    O(number of names).

    Examples
    --------
    >>> near_values("stages", "Pilott"), near_values("stages", "somewhere")
    (('pilot',), ())
    """
    return near_names(text, _by_name(kind))


def near_names(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of a list that a text nearly names, to be proposed and never taken.

    Parameters
    ----------
    text : str
        What somebody wrote.
    names : mapping of str to str
        Values by their names.

    Returns
    -------
    tuple of str
        At most three values, the nearest first; see `near_values`.

    Examples
    --------
    >>> near_names("Life skils", {"Life skills": "life-skills"})
    ('life-skills',)
    """
    plain = _plain(text)
    if not plain or len(plain) > MAX_NAME_CHARS:
        return ()
    plain_names = {_plain(name): value for name, value in names.items()}
    near = process.extract(
        plain, list(plain_names), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR_PERCENT, limit=2 * PROPOSED
    )
    return tuple(dict.fromkeys(plain_names[name] for name, _, _ in near))[:PROPOSED]
