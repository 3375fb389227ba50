"""Cells that no spreadsheet takes for a formula, and that come back as they were."""

import re

# What spreadsheets start a formula or a command with, also after blanks and in full width. A cell that already
# begins with apostrophes before it gets one more, so that taking one away always restores the text.
_DANGEROUS = re.compile(r"^'*[\s\x00\ufeff\u200b]*[=+\-@\t\r\n\x00＝＋－＠]")


def escape_formula(text: str) -> str:
    """Return the text for a CSV cell: with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unescape_formula(text: str) -> str:
    """Return the text that `escape_formula` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text
