"""Text as XML may hold it."""

from html import escape

_FORBIDDEN = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)


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
    return text.translate(_FORBIDDEN)


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
    return escape(xml_text(text)).translate(_KEPT)


_KEPT = {9: "&#9;", 10: "&#10;", 13: "&#13;"}
