"""Odd values in cells, forms and addresses: a remark or a refusal, the same on both databases, never a fault."""

import io
import json

import pytest
from django.test import Client
from django.urls import reverse

from skillsnet.calls.models import Project
from skillsnet.intake.actions import commit, undo
from skillsnet.intake.models import ImportRow, ImportRun
from tests.intake.sheets import HEADER, photograph, previewed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ODD = {
    "nul": "a\x00b", "surrogate": "a\ud800b", "override": "a\u202eb", "zero width": "a\u200bb", "bom": "\ufeffab",
    "line separator": "a\u2028b", "escape": "\x1b[31mred", "marks": "a" + "\u0301" * 200, "family": "👩‍👩‍👧‍👦",
    "turkish": "İı", "bidi": "abc אבג عربي", "full width": "１２３", "spaces": "   ", "null": "NULL",
    "long": "x" * 40_000,
    "quote": "O'Brien", "sql": "Robert'); DROP TABLE projects;--", "template": "{{7*7}}${7*7}%s%n",
    "path": "../../etc",
    "nan": "NaN", "inf": "Infinity", "big": str(2**63), "bigger": "1e400", "year": "10000-01-01", "day": "2020-02-30",
    "serial": "99999999", "script": "<script>alert(1)</script>", "formula": "=cmd|'/C calc'!A0", "false": "false",
    "address": "x@y", "list": ";|;,,", "bracket": "((((", "arabic digits": "٢٠٢٠-٠١-٠١", "tag": "a\U000e0041b",
}  # fmt: skip
COLUMNS = (*HEADER, "Languages", "Beneficiaries", "Stage", "Status", "Website", "Submission date", "Category", "Phone")
COLUMNS += ("Position", "Organisation ID", "Notes")


def _rows() -> list[tuple[str, ...]]:
    """Return a row for each odd value in every column, with a title of its own so that it comes in."""
    return [COLUMNS, *(tuple(value for _ in COLUMNS) for value in ODD.values())]


def _bytes(rows: list[tuple[str, ...]]) -> io.BytesIO:
    lines = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return io.BytesIO("\n".join(lines).encode("utf-8", "surrogatepass"))


def test_every_odd_value_in_every_column_has_an_outcome_and_can_be_taken_back(facilitator_client: Client) -> None:
    file = _bytes(_rows())
    file.name = "odd.csv"
    response = facilitator_client.post(reverse("import_new"), {"file": file, "new_title": "Odd"})
    run = ImportRun.objects.get()
    assert response.status_code == 302
    before = photograph()
    chosen = {f"column-{index}": run.mapping[name] for index, name in enumerate(run.header)}
    facilitator_client.post(reverse("import_columns", args=[run.pk]), chosen)
    assert facilitator_client.get(reverse("import_preview", args=[run.pk])).status_code == 200
    run.refresh_from_db()
    outcomes = ("new", "updated", "unchanged", "asks", "duplicates", "errors", "skipped")
    assert sum(run.counts[name] for name in outcomes) == run.counts["rows"] >= len(ODD) - 1
    commit(run, by=None)
    assert Project.objects.count() == run.counts["new"] > 10
    undo(run, by=None)
    assert photograph() == before


@pytest.mark.parametrize("name", ODD)
def test_odd_value_in_a_corrected_cell_is_taken_clean_or_refused(name: str, facilitator_client: Client) -> None:
    run = previewed([("Title", "Country"), ("Welding", "Atlantis")])
    row = run.rows.get()
    response = facilitator_client.post(
        reverse("import_row", args=[run.pk, row.position]), {"cell-1": ODD[name].replace("\ud800", "\ufffd")}
    )
    # The cleaner of all forms refuses NUL before any page sees it.
    assert response.status_code in ((400,) if "\0" in ODD[name] else (302, 422))
    stored = json.dumps(ImportRow.objects.get(pk=row.pk).cells)
    assert "\\u0000" not in stored
    assert "\\u202e" not in stored


@pytest.mark.parametrize("page", ["import_preview", "import_questions", "import_values"])
@pytest.mark.parametrize("query", ["page=-1", "page=NaN", "page=99999999999999999999", "show=%ff", "show[]=1&page="])
def test_odd_addresses_show_a_page(page: str, query: str, facilitator_client: Client) -> None:
    run = previewed([("Title", "Country"), ("Welding", "Atlantis")])
    assert facilitator_client.get(f"{reverse(page, args=[run.pk])}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("position", [0, 7, 2**31, 2**63, 10**24])
def test_row_that_is_none_is_not_found(position: int, facilitator_client: Client) -> None:
    run = previewed([("Title", "Country"), ("Welding", "Atlantis")])
    assert facilitator_client.get(reverse("import_row", args=[run.pk, position])).status_code == 404


@pytest.mark.parametrize(
    "answer",
    [
        {"about": "organisation", "same": "99"},
        {"about": "organisation", "same": "-1"},
        {"about": "project", "same": "0"},
        {"about": "nonsense", "same": "٣"},
        {"take-0-nonsense": "said"},
        {"about": "organisation", "same": "9" * 5000},
        {},
    ],
)
def test_odd_answers_change_nothing_that_was_not_asked(answer: dict[str, str], facilitator_client: Client) -> None:
    commit(previewed([("Title", "Organisation"), ("Old", "Food and Agriculture Organization")]), by=None)
    run = previewed([("Title", "Organisation"), ("Seeds", "FAO")])
    position = run.rows.get(state="asks").position
    form = {"question": str(position), **{_placed(name, position): value for name, value in answer.items()}}
    assert facilitator_client.post(reverse("import_questions", args=[run.pk]), form).status_code in (302, 422)
    run.refresh_from_db()
    assert (run.choices.get("projects", {}), run.choices.get("organisations", {})) == ({}, {})


def _placed(name: str, position: int) -> str:
    """Return the name of a field of the question at a position."""
    base, _dash, rest = name.partition("-")
    return f"{base}-{position}-{rest}" if rest else f"{base}-{position}"


@pytest.mark.parametrize("row", ["", "x", "9" * 5000, "-1", "999999"])
def test_answers_to_rows_that_are_none_are_left_aside(row: str, facilitator_client: Client) -> None:
    run = previewed([("Title", "Country"), ("Welding", "Atlantis")])
    response = facilitator_client.post(reverse("import_questions", args=[run.pk]), {"question": row, "same-1": "0"})
    assert response.status_code in (302, 422)


def test_cell_of_several_lines_keeps_them(facilitator_client: Client) -> None:
    run = previewed([("Title", "Summary", "Country"), ("Welding", "line one\nline two", "Atlantis")])
    page = facilitator_client.get(reverse("import_row", args=[run.pk, run.rows.get().position])).content.decode()
    assert "line one\nline two</textarea>" in page
