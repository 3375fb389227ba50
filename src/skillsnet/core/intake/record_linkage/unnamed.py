"""What stands as an organisation's name and is none: a placeholder, or the words of somebody who works alone."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from skillsnet.core.intake.record_linkage.word_lists import alone_forms, list_words, placeholders
from skillsnet.core.text import tokens

LONGEST_WORDS: Final = 6


def is_self_description(name: str) -> bool:
    """Return whether what stands as an organisation's name only says that somebody works alone.

    Parameters
    ----------
    name : str
        An organisation's name in English, French, Spanish or Arabic.

    Returns
    -------
    bool
        True where every word says so or says what they do. Names of organisations for such people have other words.

    Examples
    --------
    >>> is_self_description("Self-employed trainer"), is_self_description("Consultante indépendante")
    (True, True)
    >>> is_self_description("Self-Employed Women’s Association")
    False
    """
    words = tuple(tokens(name))
    if not 0 < len(words) <= LONGEST_WORDS:
        return False
    return any(
        all(word in list_words("roles") or (word,) in alone_forms() for word in (*words[:start], *words[end:]))
        for start, word in enumerate(words)
        for form in _forms_by_first_word().get(word, ())
        if words[start : (end := start + len(form))] == form
    )


@cache
def _forms_by_first_word() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    forms: dict[str, tuple[tuple[str, ...], ...]] = {}
    for form in sorted(alone_forms()):
        forms[form[0]] = (*forms.get(form[0], ()), form)
    return forms


def is_unnamed(name: str) -> bool:
    """Return whether what stands as an organisation's name names none, so that many strangers may write it.

    Examples
    --------
    >>> is_unnamed("To be confirmed"), is_unnamed("Freelancer"), is_unnamed("Atelier Ada")
    (True, True, False)
    """
    return " ".join(tokens(name)) in placeholders() or is_self_description(name)
