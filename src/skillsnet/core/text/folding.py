"""Making words comparable: case, accents and letter forms set aside."""

import re
import unicodedata

# Arabic letters that people write in several ways, to the plainest; tatweel falls away.
_ARABIC = str.maketrans({"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": None})
# Marks past this one are variation selectors, which no word holds.
LAST_MARK = 0x1E94A
# Letters that decomposition does not part from their stroke, and a dot that case folding leaves alone.
_LATIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "œ": "oe", "æ": "ae", "þ": "th", "ð": "d", "ŋ": "n"}
    | {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"}
)
_ARTICLE = re.compile("^(?:[وفبك]?ال|[وف]?لل|و(?=[\u0621-\u064a]{4}))([\u0621-\u064a]{3,})$")
# Combining marks after Latin, Greek and Arabic letters are accents or vowel signs that a searcher leaves out. In
# other scripts (Devanagari, Cyrillic й, Japanese が) a mark makes another letter, so it stays.
_ACCENTS = re.compile(
    "(?<=[A-Za-z\u0080-\u024f\u0370-\u03ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u1e00-\u1fff])"
    "[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u08d3-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]+"
)


def _mark_ranges() -> str:
    """Return the combining marks as ranges of a character class; Python's `\\w` leaves them out."""
    ranges: list[list[int]] = []
    for point in range(0x300, LAST_MARK + 1):
        if unicodedata.category(chr(point)) in ("Mn", "Mc"):
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)


_MARKS = _mark_ranges()
# A word's own characters; a joiner inside a word of Arabic or an Indic script belongs to it.
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[\u200c\u200d](?=[^\W_]))*")


def fold(text: str) -> str:
    """Return the text for comparing: compatibility forms unified, lower case, no accents.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Folded text; an empty text stays empty, and nothing raises. Folding twice changes nothing more.

    Notes
    -----
    Unicode's NFKD and case folding. Combining marks fall away after Latin, Greek and Arabic letters only: in other
    scripts they make another letter. Arabic letter variants are unified as in the light normalisation of Larkey,
    Ballesteros and Connell (2002). O(length).

    Examples
    --------
    >>> fold("Élève à İZMİR, ＴＶＥＴ")
    'eleve a izmir, tvet'
    """
    if text.isascii():
        return text.casefold().translate(_LATIN) if "`" in text else text.casefold()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = _ACCENTS.sub("", decomposed).translate(_ARABIC).translate(_LATIN)
    return unicodedata.normalize("NFC", bare)


def without_article(word: str) -> str:
    """Return an Arabic word without the article and the particles written before it; any other word as it is.

    Parameters
    ----------
    word : str
        One folded word.

    Returns
    -------
    str
        The word, of at least three letters where something was taken.

    Notes
    -----
    The prefixes of the light stemmer of Larkey, Ballesteros and Connell (2002). A lone "و" goes only before a word of
    four letters and more, as it begins many words of its own.

    Examples
    --------
    >>> without_article(fold("والتدريب")), without_article("ورشه")
    ('تدريب', 'ورشه')
    """
    match = _ARTICLE.match(word)
    return match[1] if match else word


def tokens(text: str) -> list[str]:
    """Return the folded words of a text, in order.

    Parameters
    ----------
    text : str
        Any text in any script.

    Returns
    -------
    list of str
        Words of letters and digits; hyphens, apostrophes and every other sign part them. Scripts without spaces
        between words (Chinese, Thai) give one word per run of letters.

    Notes
    -----
    O(length).

    Examples
    --------
    >>> tokens("L'accès au travail-études, 2ᵉ année")
    ['l', 'acces', 'au', 'travail', 'etudes', '2e', 'annee']
    """
    return WORD.findall(fold(text))
