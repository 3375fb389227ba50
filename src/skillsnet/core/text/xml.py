"""Text as XML may hold it."""

import re
from html import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r]")


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 forbids: controls, half surrogate pairs, non-characters.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same text, the forbidden characters left out. O(length).

    Examples
    --------
    >>> xml_text("a" + chr(11) + "b" + chr(0xFFFE) + "ß")
    'abß'
    """
    return _FORBIDDEN.sub("", text)


def xml_escaped(text: str) -> str:
    """Return a text as it may stand between tags and within quoted attributes.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Markup escaped, line ends and tabs as references so that attributes keep them, forbidden characters left out.

    Examples
    --------
    >>> xml_escaped('<b>"Ada" & Bo' + chr(0) + chr(0xD800))
    '&lt;b&gt;&quot;Ada&quot; &amp; Bo'
    """
    return _BREAKS.sub(lambda match: f"&#{ord(match.group())};", escape(xml_text(text)))
