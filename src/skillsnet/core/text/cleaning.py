"""Taking out what no text should hold, and hiding addresses in texts."""

import re
import unicodedata
from typing import Final

# Control characters but line feed and tab, zero-width and direction-override characters, annotation marks, tags,
# lone surrogates and non-characters. Zero-width joiners stay: Arabic, Persian and Indic words need them.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_SPACES: Final = re.compile(r"[^\S\n]+")
_BREAKS: Final = re.compile(r"\n{3,}")
_ADDRESS: Final = re.compile(
    r"(?:mailto:)?[\w.+%'-]{1,64}\s{0,2}(?:@|＠|\(at\)|\[at\]|\{at\})\s{0,2}[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
# A number with a country's prefix; a local one of nine digits and more that starts with 0, without dots and slashes,
# as dates have them; any number that a word for telephone announces.
_ABROAD: Final = re.compile(r"(?<![\w.])(?:[+＋]|00)\s?\(?\d[\d\s().\-/]{5,20}\d(?!\w)")
_AT: Final = re.compile(r"[@＠]|[(\[{]at[)\]}]", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_LOCAL: Final = re.compile(r"(?<![\w.,])\(?[0٠۰](?:[\s()-]{0,2}\d){8,12}(?!\w)")
_TELEPHONE_WORDS: Final = (
    *("tel", "tél", "phone", "telephone", "téléphone", "teléfono", "mobile", "móvil", "cell", "celular"),
    *("whatsapp", "fax", "gsm", "هاتف", "جوال", "واتساب"),
)
_ANNOUNCED: Final = re.compile(
    rf"(?P<word>\b(?:{'|'.join(_TELEPHONE_WORDS)})"
    r"[.:\s°nº#()]{0,6})[+＋(]?\d[\d\s().\-/]{4,18}\d(?!\w)",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Return the text without broken and invisible characters, composed, and with its spaces tidied.

    Parameters
    ----------
    text : str
        Any text; NUL and lone surrogates included.

    Returns
    -------
    str
        Text in normal form C that any database stores; line breaks stay, at most two in a row.

    Notes
    -----
    O(length). Cleaning twice changes nothing more.

    Examples
    --------
    >>> clean("A\\x00da \\u202eBo\\r\\n\\r\\n\\r\\n  Cy ")
    'Ada Bo\\n\\nCy'
    """
    bare = unicodedata.normalize("NFC", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))
    lines = [_SPACES.sub(" ", line).strip() for line in bare.split("\n")]
    return _BREAKS.sub("\n\n", "\n".join(lines)).strip()


def mask_contacts(text: str, *, marker: str = "[…]") -> str:
    """Return the text with mail addresses and telephone numbers replaced by a marker.

    Parameters
    ----------
    text : str
        Any text.
    marker : str
        What stands in their place.

    Returns
    -------
    str
        The text; years, amounts and dates stay.

    Notes
    -----
    A safety net for free text, not a proof: a number spelled in words stays. Every repetition is bounded, so that
    the time is O(length).

    Examples
    --------
    >>> mask_contacts("Write to ada@example.org or +221 77 123 45 67; since 2019, 1 200 000 trained.")
    'Write to […] or […]; since 2019, 1 200 000 trained.'
    """

    def announced(found: re.Match[str]) -> str:
        return found["word"] + marker

    # Each long pattern is tried only where a text holds what it cannot do without: most texts hold none of it.
    masked = _ADDRESS.sub(lambda _: marker, text) if _AT.search(text) else text
    if not _DIGIT.search(masked):
        return masked
    lowered = masked.lower()
    if any(word in lowered for word in _TELEPHONE_WORDS):
        masked = _ANNOUNCED.sub(announced, masked)
    if any(sign in masked for sign in ("+", "＋", "00")):
        masked = _ABROAD.sub(lambda _: marker, masked)
    if any(zero in masked for zero in "0٠۰"):
        masked = _LOCAL.sub(lambda _: marker, masked)
    return masked
