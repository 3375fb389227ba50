"""Each decision record has a number, a date and a status, and the table of decisions names them all."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
HEAD = re.compile(
    r"# (?P<number>\d+)\. (?P<title>[^\n]+)\n\n"
    r"\*\*Date:\*\* (?P<date>\d{4}-\d\d-\d\d) · "
    r"\*\*Status:\*\* (?P<status>Accepted|Superseded by (?P<successor>\d+))\n\n"
)


def _head(path: Path) -> re.Match[str]:
    match = HEAD.match(path.read_text(encoding="utf-8"))
    assert match, f"{path.name} begins without a title, date and status as docs/decisions/README.md describes them"
    return match


def _row(path: Path) -> str:
    head = _head(path)
    return f"| {head['number']} | [{head['title']}]({path.name}) | {head['date']} | {head['status']} |"


def test_numbers_have_no_gaps() -> None:
    assert [path.name[:4] for path in RECORDS] == [f"{number:04d}" for number in range(1, len(RECORDS) + 1)]


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_its_number_a_date_a_status_and_three_paragraphs(path: Path) -> None:
    head, text = _head(path), path.read_text(encoding="utf-8")
    assert int(head["number"]) == int(path.name[:4])
    assert re.findall(r"^\*\*(Context|Decision|Consequences)\.\*\*", text, re.MULTILINE) == [
        *("Context", "Decision", "Consequences"),
    ]
    if head["successor"]:
        assert int(head["number"]) < int(head["successor"]) <= len(RECORDS)


def test_dates_never_go_back() -> None:
    dates = [_head(path)["date"] for path in RECORDS]
    assert dates == sorted(dates)


def test_the_table_names_each_record_as_it_is() -> None:
    table = [line for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines() if "](0" in line]
    assert table == [_row(path) for path in RECORDS]
