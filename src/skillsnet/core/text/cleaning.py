"""Taking out what no text should hold."""

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
