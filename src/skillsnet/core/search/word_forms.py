"""Words as a search compares them: folded, and in Arabic without article, seats of hamza and doubled letters."""

import re
import unicodedata
from typing import Final

from skillsnet.core.text import tokens

_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
# Digits of the Arabic, Persian and Devanagari scripts are typed as others too.
_DIGITS: Final = {zero + value: str(value) for zero in (0x0660, 0x06F0, 0x0966) for value in range(10)}
# Vowel signs and lengthening, which a searcher leaves out.
_SIGNS: Final = re.compile("[\u0610-\u061a\u0640\u064b-\u0652\u0670]")
# Which letter carries a hamza is written in several ways ("مسؤول", "مسئول"), and often left out.
_HAMZA_BEFORE_LONG_U: Final = re.compile("[\u0621\u0624\u0626](?=و)")
_HAMZA_BEFORE_ENDING: Final = re.compile("(?<=ا)[\u0621\u0624\u0626](?=[ةه](?![\u0621-\u064a]))")
_LONE_HAMZA: Final = str.maketrans({"ء": None})
_DOUBLED: Final = re.compile("(يي|وو)")
# Particles and the article before a noun of two letters and more.
_PREFIXES: Final = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل)([\u0621-\u064a]{3,})$")
_PREFIXES_OF_SHORT: Final = re.compile("^(?:[وف]?[بك]?ال)([\u0621-\u064a]{2})$")
_LONE_WAW: Final = re.compile("^و([\u0621-\u064a]{4,})$")
# Words that begin with the article's letters and have none, or are of no use without it.
_WITHOUT_ARTICLE: Final = frozenset({"الله", "الات", "الان", "التي", "الذي", "الاف", "اليه", "اليا", "الين"})


def search_words(text: str) -> list[str]:
    """Return the words of a text as a search compares them, in order.

    Parameters
    ----------
    text : str
        Any text: what is stored, or what is asked for.

    Returns
    -------
    list of str
        Folded words; Arabic ones in their search form. Digits of other scripts are 0 to 9.

    Notes
    -----
    O(length). Texts without Arabic are tokenised only.

    Examples
    --------
    >>> search_words("Les métiers") + search_words("التدريب المهني")
    ['les', 'metiers', 'تدريب', 'مهني']
    >>> search_words("مسؤول شؤون") == search_words("مسئول شئون")
    True
    """
    if text.isascii():
        return tokens(text)
    digits = text.translate(_DIGITS)
    if not _ARABIC.search(digits):
        return tokens(digits)
    composed = _SIGNS.sub("", unicodedata.normalize("NFKC", digits))
    seated = _HAMZA_BEFORE_ENDING.sub("", _HAMZA_BEFORE_LONG_U.sub("", composed))
    return [search_form(word) for word in tokens(seated)]


def search_form(word: str) -> str:
    """Return a folded word as a search compares it; one without Arabic letters as it is.

    Parameters
    ----------
    word : str
        One word as `tokens` gives it.

    Returns
    -------
    str
        Never empty.

    Notes
    -----
    The light stemming of Larkey, Ballesteros and Connell (2002): the article and the particles before it fall away,
    a lone "و" before four letters and more. Beyond it, a hamza without a seat falls away, and "يي" and "وو", which
    a hamza between them often parted, count once. A noun of two letters loses its article too ("الري", irrigation).

    Examples
    --------
    >>> search_form("وبالتدريب"), search_form("الري"), search_form("weld")
    ('تدريب', 'ري', 'weld')
    """
    if not _ARABIC.match(word):
        return word
    bare = _DOUBLED.sub(lambda match: match[0][0], word.translate(_LONE_HAMZA)) or word
    if bare in _WITHOUT_ARTICLE:
        return bare
    match = _PREFIXES.match(bare) or _PREFIXES_OF_SHORT.match(bare) or _LONE_WAW.match(bare)
    return match[1] if match else bare
