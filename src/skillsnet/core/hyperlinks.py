"""Links of cells: the address behind what a cell shows, written behind its text."""

import re
from typing import Final
from urllib.parse import unquote

_HYPERLINK: Final = re.compile(
    r'^=?\s*HYPERLINK\(\s*"(?P<target>(?:[^"]|"")*)"\s*(?:[,;]\s*"(?P<text>(?:[^"]|"")*)"\s*)?\)\s*$', re.IGNORECASE
)
_TARGET: Final = re.compile(r"\s*<(?P<target>(?:https?://[^<>\s]+|[^<>\s@]+@[^<>\s@]+\.[^<>\s@]+))>$", re.IGNORECASE)
_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
MAX_TARGET_CHARS: Final = 2000
MAX_FORMULA_CHARS: Final = 8192


def hyperlink_target(formula: str) -> str:
    """Return the address that a HYPERLINK formula names, or an empty text where it is calculated.

    Examples
    --------
    >>> hyperlink_target('HYPERLINK("mailto:bo@example.org","Bo")')
    'mailto:bo@example.org'
    """
    link = _HYPERLINK.match(formula) if len(formula) <= MAX_FORMULA_CHARS else None
    return link["target"].replace('""', '"') if link else ""


def hyperlink_text(formula: str) -> str:
    """Return the text that a HYPERLINK formula shows, or an empty text where it shows its address.

    Examples
    --------
    >>> hyperlink_text('=HYPERLINK("https://example.org";"Site")')
    'Site'
    """
    link = _HYPERLINK.match(formula) if len(formula) <= MAX_FORMULA_CHARS else None
    return (link["text"] or "").replace('""', '"') if link else ""


def with_target(text: str, *, target: str) -> str:
    """Return what a cell shows, with the address behind it where the text does not say it.

    Parameters
    ----------
    text
        What the cell shows.
    target
        The link's target; only web and mail addresses count.

    Returns
    -------
    str
        Such as `Site <https://example.org>` or `Ada <ada@example.org>`.

    Examples
    --------
    >>> with_target("Click here", target="https://example.org"), with_target("example.org", target="https://example.org/")
    ('Click here <https://example.org>', 'example.org')
    """
    target = target.strip()
    if len(target) > MAX_TARGET_CHARS or any(letter.isspace() or letter in "<>" for letter in target):
        return text
    if target.lower().startswith("mailto:"):
        address = unquote(target[len("mailto:") :].partition("?")[0])
    elif target.lower().startswith(("http://", "https://")):
        address = target
    else:
        return text
    shown = _SCHEME.sub("", address).rstrip("/").casefold()
    if not shown or shown in text.casefold():
        return text
    return f"{text} <{address}>" if text.strip() else address


def split_target(cell: str) -> tuple[str, str]:
    """Return a cell's text without the web or mail address behind it, and the address.

    Parameters
    ----------
    cell
        Text as `with_target` gives it.

    Returns
    -------
    (str, str)
        The address is empty where none stands behind the text.

    Examples
    --------
    >>> split_target("Site <https://example.org>"), split_target("Site")
    (('Site', 'https://example.org'), ('Site', ''))
    """
    match = _TARGET.search(cell) if cell.endswith(">") else None
    return (cell[: match.start()], match["target"]) if match else (cell, "")
