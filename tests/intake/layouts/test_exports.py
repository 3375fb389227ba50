"""Files of form builders: every question is one column, every list is whole, and who only tried is left out."""

import io
from pathlib import Path

import pytest

from skillsnet.core.intake import guess_target_fields
from tests.intake.books import read, skips
from tests.intake.layouts.exports import EXPORTS

FILES = Path(__file__).parent / "files"


@pytest.mark.medium
@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_file_of_a_form_builder_comes_in_as_it_is(name: str) -> None:
    export = EXPORTS[name]
    sheet, rows = read(io.BytesIO((FILES / f"{name}.csv").read_bytes()), f"{name}.csv")
    data = [row.cells for row in rows if not row.skip]
    lists = {
        family.name: [
            cell.split("\n") if cell else []
            for row in data
            for cell in [row[index] if index < len(row) else "" for index in [sheet.header.index(family.name)]]
        ]
        for family in sheet.reading.families
    }
    assert lists == export.lists
    assert skips(rows) == export.skips
    guesses = guess_target_fields(sheet.header, data)
    assert {name: guesses[name].target_field for name in export.fields} == export.fields
