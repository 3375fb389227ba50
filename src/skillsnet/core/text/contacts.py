"""Finding and hiding the ways to reach a person in texts."""

import re
from typing import Final

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


def mask_contacts(text: str, *, country: str = "", marker: str = "[…]") -> str:
    """Return the text with mail addresses and telephone numbers replaced by a marker.

    Parameters
    ----------
    text : str
        Any text.
    country : str
        Code of the country the text is from (ISO 3166-1 alpha-2), which tells local numbers; "" when not known.
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
