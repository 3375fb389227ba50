"""Cells as they were meant."""

import pytest

from skillsnet.core.intake.cell_mending import mended_cell, mending_of


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('="0712345678"', "0712345678"),
        ('="a ""b"""', 'a "b"'),
        ('=HYPERLINK("https://example.org";"Site")', "Site <https://example.org>"),
        ("SÃ©nÃ©gal &amp; Mali", "Sénégal & Mali"),
        ("<p>JÃ³venes</p>", "Jóvenes"),
    ],
)
def test_what_an_export_did_to_a_cell_is_undone(cell: str, meant: str) -> None:
    assert mended_cell(cell) == meant


@pytest.mark.parametrize("cell", ["=Ada", '="a"&"b"', "=1+1", "@handle", "-Ada-", '=HYPERLINK(A1,"x")', "'t Hart", "é"])
def test_other_cells_stay_letter_for_letter(cell: str) -> None:
    assert (mended_cell(cell), mending_of(cell)) == (cell, "")
