"""What stands as an organisation's name and is none: a placeholder, or the words of somebody who works alone."""

from typing import Final

from skillsnet.core.intake.duplicates.word_lists import alone_forms, placeholders, words_of
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
        all(word in words_of("roles") or (word,) in alone_forms() for word in (*words[:start], *words[end:]))
        for form in alone_forms()
        for start, end in ((start, start + len(form)) for start in range(len(words)))
        if words[start:end] == form
    )


def is_unnamed(name: str) -> bool:
    """Return whether what stands as an organisation's name names none, so that many strangers may write it.

    Examples
    --------
    >>> is_unnamed("To be confirmed"), is_unnamed("Freelancer"), is_unnamed("Atelier Ada")
    (True, True, False)
    """
    return " ".join(tokens(name)) in placeholders() or is_self_description(name)
