"""Making words comparable: case, accents and letter forms set aside."""

import re
import unicodedata

# Arabic letters that people write in several ways, to the plainest; tatweel and vowel signs fall away.
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None})
# Letters that decomposition does not part from their stroke.
_LATIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "œ": "oe", "æ": "ae", "þ": "th", "ð": "d", "ŋ": "n", "’": "'"}
)
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text for comparing: compatibility forms unified, lower case, no accents.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Folded text, as long as the original or nearly so; never raises.

    Notes
    -----
    Unicode's NFKD and case folding, with combining marks removed; Arabic letter variants as in the light
    normalisation of Larkey, Ballesteros and Connell (2002).

    Examples
    --------
    >>> fold("Élève à İzmir")
    'eleve a izmir'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return bare.translate(_ARABIC).translate(_LATIN)


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order; hyphens and apostrophes part words.

    Examples
    --------
    >>> tokens("L'accès au travail-études")
    ['l', 'acces', 'au', 'travail', 'etudes']
    """
    return _WORD.findall(fold(text))
