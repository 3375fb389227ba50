"""Taking out what no text should hold, and hiding addresses in texts."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\n{3,}")
_EMAIL = re.compile(r"[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w.])(?:\+|00)\s?\d[\d\s().\-/]{6,20}\d(?!\w)")


def clean(text: str) -> str:
    """Return the text without control, zero-width, direction-override and broken characters, spaces tidied.

    Notes
    -----
    Zero-width joiners stay: Arabic, Persian and Indic words need them. Line breaks stay, at most two in a row.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    bare = unicodedata.normalize("NFC", _INVISIBLE.sub("", unified))
    lines = [_SPACES.sub(" ", line).strip() for line in bare.split("\n")]
    return _BREAKS.sub("\n\n", "\n".join(lines)).strip()


def mask_contacts(text: str, *, marker: str = "[…]") -> str:
    """Return the text with mail addresses and international telephone numbers replaced by a marker."""
    return _PHONE.sub(marker, _EMAIL.sub(marker, text))
