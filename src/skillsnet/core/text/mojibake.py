"""Text that was once read in a wrong encoding and written again."""

import re
from typing import Final

# The bytes of UTF-8 as the usual old encodings show them: a first byte, then one that never stands there in a word.
# Only such text is looked at closer, since looking costs.
_SUSPECT: Final = re.compile(
    "[\u00c2-\u00f4\u0102\u0103\u0106\u0107\u010c-\u0111\u0118-\u011b\u0139-\u013e\u0143-\u0148\u0150-\u0159\u0162\u0163\u016e-\u0171"
    "\u0410-\u044f\u00ac\u221a\u251c\u2524]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2116\u2122"
    "\u0402-\u040f\u0452-\u045f\u0490\u0491\u00df-\u00ff]"
)
REPLACEMENT: Final = "\ufffd"


def repair_encoding(text: str) -> str:
    """Return a text as it was before it was read in a wrong encoding, once or several times.

    Parameters
    ----------
    text
        Any text, such as `SÃ©nÃ©gal`.

    Returns
    -------
    str
        The mended text; text in which nothing shows that it was broken stays as it is, and letters that were lost
        stay lost (`REPLACEMENT`).

    Notes
    -----
    `ftfy.fix_encoding` (Speer 2019): it undoes the reading only where the result is more plausible. See decision 21.
    O(length).

    Examples
    --------
    >>> repair_encoding("CÃƒÂ´te dâ€™Ivoire"), repair_encoding("NESCAFÉ®"), repair_encoding("Sénégal")
    ('Côte d’Ivoire', 'NESCAFÉ®', 'Sénégal')
    """
    if text.isascii() or not _SUSPECT.search(text):
        return text
    # Loaded only where it is needed: most files hold sound text.
    from ftfy import fix_encoding

    return fix_encoding(text)
