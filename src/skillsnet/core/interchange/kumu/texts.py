"""Single values of Kumu's files as plain text."""

import re
from collections.abc import Iterable
from typing import Final

from skillsnet.core.text import clean, fold

_MARKUP: Final = re.compile(r"\[\[([^\[\]]*)\]\]")
# Python refuses to write out longer whole numbers, and no field holds one.
_MAX_NUMBER: Final = 10**300
# Below this a float holds every whole number exactly.
_MAX_EXACT: Final = 2**53
_SPELLINGS: Final = {"url": "URL", "id": "ID"}


def as_text(value: object) -> str | None:
    """Return a JSON value as clean text, or None when it is a list, an object or a number that is none.

    Parameters
    ----------
    value
        Any value.

    Returns
    -------
    str or None
        Whole numbers without a decimal point, so that `3` and `3.0` are the same; empty for null.

    Examples
    --------
    >>> as_text(3.0), as_text(" a\\x00b "), as_text(None), as_text({"a": 1})
    ('3', 'ab', '', None)
    """
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if abs(value) < _MAX_NUMBER else None
    if isinstance(value, float):
        if abs(value) < _MAX_EXACT and value.is_integer():
            return str(int(value))
        return repr(value) if abs(value) < float("inf") else None
    return None


def as_texts(value: object) -> tuple[tuple[str, ...], int]:
    """Return the texts that a JSON value holds, and how many of its parts could not be read.

    Parameters
    ----------
    value
        One value or a list of values.

    Returns
    -------
    (tuple of str, int)
        Without empty texts and repetitions.

    Examples
    --------
    >>> as_texts(["a", "", 1, "a", {}])
    (('a', '1'), 1)
    """
    texts = [as_text(part) for part in (value if isinstance(value, list) else [value])]
    return distinct(text for text in texts if text is not None), texts.count(None)


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that say something, each once, in their order.

    Parameters
    ----------
    texts
        Any texts.

    Returns
    -------
    tuple of str
        Texts as they are.

    Examples
    --------
    >>> distinct(["b", "", "a", "b"])
    ('b', 'a')
    """
    return tuple(dict.fromkeys(text for text in texts if text))


def in_line(text: str) -> str:
    """Return a text in one line.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The text with every run of white space as one space.

    Examples
    --------
    >>> in_line("Atelier\\n Ada")
    'Atelier Ada'
    """
    return " ".join(text.split())


def without_markup(text: str) -> str:
    """Return a description with Kumu's links and widgets as the text inside their brackets.

    Parameters
    ----------
    text
        Markdown with links such as `[[Atelier Ada]]`, `[[Atelier Ada|them]]` and widgets such as `[[youtube/abc]]`.

    Returns
    -------
    str
        The same text; of a link with words of its own, those words.

    Examples
    --------
    >>> without_markup("With [[Bo]] and [[Atelier Ada|them]].")
    'With Bo and them.'
    """
    return _MARKUP.sub(lambda match: match[1].rpartition("|")[2].strip() or match[1].strip("| "), text)


def field_name(raw_name: str) -> str:
    """Return a field's name as Kumu would show it, whichever of its files it stands in.

    Parameters
    ----------
    raw_name
        Name in a header or as a key; backups write them in lower case, blueprints as their author liked.

    Returns
    -------
    str
        In one line; a name without capitals gets one.

    Examples
    --------
    >>> field_name("favorite dessert"), field_name("Repo URL"), field_name("url")
    ('Favorite dessert', 'Repo URL', 'URL')
    """
    name = in_line(clean(raw_name))
    if name.casefold() in _SPELLINGS:
        return _SPELLINGS[name.casefold()]
    return name[:1].upper() + name[1:] if name.islower() else name


def is_bookkeeping(name: str) -> bool:
    """Return whether a field is Kumu's own note of the metrics it computed last.

    Parameters
    ----------
    name
        Field name.

    Returns
    -------
    bool
        True for names that start with `metrics::`.

    Examples
    --------
    >>> is_bookkeeping("metrics::last"), is_bookkeeping("Metrics")
    (True, False)
    """
    return name.strip().casefold().startswith("metrics::")


def plain_name(name: str) -> str:
    """Return a name for comparing: folded, words only.

    Parameters
    ----------
    name
        Field name or type.

    Returns
    -------
    str
        Folded words with one space between them.

    Examples
    --------
    >>> plain_name("E-Mail  (público)")
    'e mail publico'
    """
    return " ".join(re.sub(r"[\W_]+", " ", fold(name)).split())
