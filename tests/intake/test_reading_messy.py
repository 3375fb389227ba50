"""A real export made hard: all that is known to be in it is found, and every cell says what the clean one says."""

import json
from itertools import count
from pathlib import Path

import pytest

from skillsnet.core.intake.dates import find_date, is_day_first
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.readers import Sheet, SheetRow
from tests.intake.books import codes, read, skips

DATE = 1
# Where the messy file writes the same otherwise, on purpose: upper-cased countries, other separators of values.
CASELESS = {"Country"}
SEVERAL = {"Languages", "Categories (SDGs)", "Countries of implementation", "Sectors", "Target group / beneficiaries"}


@pytest.fixture(scope="module")
def shared_dev() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "dev"
    if not folder.exists():
        pytest.skip("the real files are not beside this checkout (../shared/data)")
    return folder


@pytest.fixture(scope="module")
def messy(shared_dev: Path) -> tuple[Sheet, list[SheetRow]]:
    with (shared_dev / "call_export_messy.xlsx").open("rb") as file:
        return read(file, "call_export_messy.xlsx")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def clean(shared_dev: Path) -> tuple[Sheet, list[SheetRow]]:
    with (shared_dev / "call_export.xlsx").open("rb") as file:
        return read(file, "call_export.xlsx")  # type: ignore[arg-type]


@pytest.mark.medium
def test_every_known_fact_is_found(messy: tuple[Sheet, list[SheetRow]], shared_dev: Path) -> None:
    known = json.loads((shared_dev / "call_export_messy_expected.json").read_text())
    sheet, rows = messy
    data = [row for row in rows if not row.skip]
    assert (sheet.name, sheet.header_row) == (known["sheet"], known["header_row"])
    assert list(dict.fromkeys(sheet.groups)) == ["APPLICANT", "PROFILE", "PROPOSAL"]
    assert len(data) == known["submissions"] + len(known["resubmissions"])
    assert [row.cells[0] for row in data if row.cells[0].endswith("-2")] == known["resubmissions"]
    found = list(skips(rows).values())
    assert (found.count("heading"), found.count("total"), len(found)) == (known["batch_separator_rows"], 1, 13)
    assert sheet.row_count == len(rows)


@pytest.mark.medium
def test_hidden_things_are_said_by_name(messy: tuple[Sheet, list[SheetRow]]) -> None:
    sheet, _ = messy
    noted = codes(sheet)
    assert noted["hidden_sheets"] == {"names": ["Lists"]}
    assert noted["other_sheets"] == {"names": ["Notes"]}
    assert noted["hidden_rows"] == {"rows": [20], "count": 1}
    assert noted["hidden_columns"] == {"names": ["Contact person"]}
    assert noted["header_row"] == {"row": 5}
    assert [listed.state for listed in sheet.reading.sheets] == ["read", "hidden", "left_out"]
    assert all(note_sentence(note) for note in sheet.notes)


@pytest.mark.medium
def test_total_row_keeps_its_formula_as_a_fault(messy: tuple[Sheet, list[SheetRow]]) -> None:
    _, rows = messy
    (total,) = [row for row in rows if row.skip == "total"]
    assert (total.number, total.cells, total.faults) == (506, ["TOTAL"], {"2": ("formula", 0)})
    assert not any(row.faults for row in rows if row is not total)


@pytest.mark.medium
def test_names_are_those_of_the_clean_file(
    messy: tuple[Sheet, list[SheetRow]], clean: tuple[Sheet, list[SheetRow]]
) -> None:
    # One name is longer on purpose.
    names = ["Categories (SDGs)" if name == "Categories (SDGs, multiple)" else name for name in messy[0].header]
    assert names == clean[0].header


def _values(name: str, cell: str) -> list[str] | str:
    text = " ".join(cell.split())
    if name in CASELESS:
        return text.casefold()
    if name not in SEVERAL:
        return text
    return [part.strip() for part in cell.replace("\n", ";").replace(", ", "; ").split(";")]


@pytest.mark.medium
def test_every_cell_says_what_the_clean_file_says(
    messy: tuple[Sheet, list[SheetRow]], clean: tuple[Sheet, list[SheetRow]]
) -> None:
    whole = {row.cells[0]: row.cells for row in clean[1]}
    data = [row for row in messy[1] if not row.skip]
    differing = []
    for row in data:
        own = whole[row.cells[0].removesuffix("-2")]
        for column, name, ours, theirs in zip(count(), clean[0].header, row.cells, own, strict=False):
            if column not in (0, DATE) and _values(name, ours) != _values(name, theirs):
                differing.append((row.number, name, ours, theirs))
        assert len(row.cells) == len(own)
    assert differing == []
    assert {row.cells[0].removesuffix("-2") for row in data} == set(whole)


@pytest.mark.medium
def test_dates_of_all_five_forms_are_those_of_the_clean_file(
    messy: tuple[Sheet, list[SheetRow]], clean: tuple[Sheet, list[SheetRow]]
) -> None:
    whole = {row.cells[0]: find_date(row.cells[DATE]) for row in clean[1]}
    data = [row for row in messy[1] if not row.skip]
    column = [row.cells[DATE] for row in data]
    assert (is_day_first(column), is_day_first(column, with_clock=True)) == (True, False)
    found = {row.number: find_date(row.cells[DATE], day_first=True) for row in data}
    assert None not in found.values()
    assert found == {row.number: whole[row.cells[0].removesuffix("-2")] for row in data}
