"""Cells as they were meant: out of formulas that only hold text, markup, and text broken by a wrong encoding."""

import re
from typing import Final

from skillsnet.core.hyperlinks import hyperlink_target, hyperlink_text, with_target
from skillsnet.core.text import clean
from skillsnet.core.text.markup import has_markup, without_markup
from skillsnet.core.text.mojibake import REPLACEMENT, repair_encoding

# How spreadsheets are made to leave a number alone: ="0712345678".
_TEXT_FORMULA: Final = re.compile(r'^="((?:[^"]|"")*)"$')


def mended_cell(cell: str) -> str:
    """Return a cell's text as it was meant.

    Parameters
    ----------
    cell
        Clean text of one cell.

    Returns
    -------
    str
        Without HTML; with the letters that a wrong encoding had broken; `="0712"` without its formula, and
        `=HYPERLINK("https://…", "Site")` as `Site <https://…>`.

    Examples
    --------
    >>> mended_cell('="0712345678"'), mended_cell("CÃ´te d&#39;Ivoire"), mended_cell("=Ada")
    ('0712345678', "Côte d'Ivoire", '=Ada')
    """
    if cell.startswith("="):
        cell = _without_formula(cell)
    text = repair_encoding(cell)
    if has_markup(text):
        text = clean(without_markup(text))
    return text


def mending_of(cell: str) -> str:
    """Return what was mended in a cell.

    Parameters
    ----------
    cell
        Clean text of one cell, as `mended_cell` is given it.

    Returns
    -------
    str
        `encoding_mended`, `markup_removed`, `letters_lost` where a wrong encoding lost letters that nothing brings
        back, or an empty text.

    Examples
    --------
    >>> mending_of("SÃ©nÃ©gal"), mending_of("<p>A</p>"), mending_of("S\ufffdn\ufffdgal"), mending_of("A")
    ('encoding_mended', 'markup_removed', 'letters_lost', '')
    """
    text = repair_encoding(cell)
    if REPLACEMENT in text:
        return "letters_lost"
    if text != cell:
        return "encoding_mended"
    return "markup_removed" if has_markup(cell) else ""


def _without_formula(cell: str) -> str:
    formula = _TEXT_FORMULA.match(cell)
    if formula:
        return formula[1].replace('""', '"').strip()
    target = hyperlink_target(cell)
    return with_target(hyperlink_text(cell), target=target) if target else cell
