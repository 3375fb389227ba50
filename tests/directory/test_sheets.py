"""The directory as a sheet."""

import csv
import io

import openpyxl
import pytest
from django.test import Client

from skillsnet.taxonomy.models import Edition
from skillsnet.web.sheets import unescape_formula
from tests.factories import make_organisation, make_project

pytestmark = pytest.mark.django_db

DANGEROUS = ["=1+1", "+cmd", "-2", "@SUM(A1)", " =1", "＝1+1", "'=1", "plain", 'Zwölf, "drei"\nZeilen']


@pytest.fixture
def dangerous() -> None:
    for text in DANGEROUS:
        make_project(text, organisation=make_organisation(text))


def csv_rows(client: Client, address: str = "/directory.csv") -> list[list[str]]:
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv_cells_are_neutral_and_come_back(dangerous: None, client: Client) -> None:
    rows = csv_rows(client)[1:]
    assert all(cell.strip()[:1] not in tuple("=+-@＝") for row in rows for cell in row)
    assert {unescape_formula(row[0]) for row in rows} == set(DANGEROUS)
    assert {unescape_formula(row[1]) for row in rows} == set(DANGEROUS)


def test_workbook_holds_texts_only(dangerous: None, client: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/directory.xlsx").content))
    rows = list(book.active.iter_rows(min_row=2))
    assert {row[0].value for row in rows} == set(DANGEROUS)
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert all(cell.value is None for row in rows for cell in row if cell.data_type == "n")


def test_a_sheet_holds_the_choice_in_its_order_and_language(taxonomy: Edition, client: Client) -> None:
    make_project("Second", country="KE", categories=("life-skills",), languages=("fr", "sw"))
    make_project("First", country="KE")
    make_project("Elsewhere", country="FR")
    client.cookies["django_language"] = "fr"
    rows = csv_rows(client, "/directory.csv?country=KE")
    assert [row[0] for row in rows[1:]] == ["First", "Second"]
    assert rows[2][5] == "français; swahili"
    assert rows[2][-1].startswith("http://testserver/projects/")


def test_longer_texts_than_a_cell_holds_end_in_an_ellipsis(client: Client) -> None:
    make_project("Long", summary="word " * 8000)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/directory.xlsx").content))
    summary = str(book.active.cell(2, 11).value)
    assert (len(summary), summary[-1]) == (32_767, "…")


def test_no_row_translates_all_the_choices_of_a_field(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = make_organisation("Atelier Ada", type="cooperative")
    make_project("Welding", organisation=organisation, stage="pilot")
    translated: list[object] = []
    monkeypatch.setattr("django.db.models.base.make_hashable", lambda found: translated.append(found) or ())
    sheet = b"".join(client.get("/directory.csv")).decode()
    assert [word for word in ("Cooperative", "Pilot", "Youth") if word not in sheet] == []
    assert translated == []
