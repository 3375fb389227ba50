"""Single cells: dates, addresses, links, lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.values import column_letters, find_address, find_date, find_link, is_day_first, split_values


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2019-12-16", date(2019, 12, 16)),
        ("2019-12-16 10:20:07", date(2019, 12, 16)),
        ("2019-12-16T10:20:07Z", date(2019, 12, 16)),
        ("16/12/2019", date(2019, 12, 16)),
        ("16.12.2019", date(2019, 12, 16)),
        ("12/16/2019 10:20 AM", date(2019, 12, 16)),
        ("43815", date(2019, 12, 16)),
        ("31/02/2020", None),
        ("soon", None),
        ("99999999", None),
    ],
)
def test_dates_are_found_in_every_form(cell: str, found: date | None) -> None:
    assert find_date(cell) == found


def test_order_of_day_and_month_follows_the_column() -> None:
    assert is_day_first(["01/02/2020", "13/02/2020"]) is True
    assert is_day_first(["01/02/2020", "01/13/2020"]) is False
    assert is_day_first(["01/02/2020"]) is None
    assert find_date("01/02/2020", day_first=False) == date(2020, 1, 2)
    assert find_date("01/02/2020") == date(2020, 2, 1)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Ada@Example.org", "ada@example.org"),
        ("Ada Å <ada@example.org>", "ada@example.org"),
        ("mailto:ada@example.org", "ada@example.org"),
        ("ada at example.org", None),
        ("ada@example", None),
        ("a@example.org, b@example.org", None),
        ("ada@@example.org", None),
        ("ada@example.org\nBcc: x@example.org", None),
        ("a" * 250 + "@example.org", None),
    ],
)
def test_addresses(cell: str, found: str | None) -> None:
    assert find_address(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("www.example.org", "https://www.example.org"),
        ("javascript:alert(1)", None),
        ("ftp://example.org", None),
        ("https://user:word@example.org", None),
        ("https://[broken", None),
        ("http://localhost", None),
        ("see our page", None),
        ("https://example.org/" + "a" * 500, None),
    ],
)
def test_links(cell: str, found: str | None) -> None:
    assert find_link(cell) == found


def test_values_split_at_bars_semicolons_and_line_breaks() -> None:
    assert split_values("Women; Youth|Women\nRural  workers ;; ") == ["Women", "Youth", "Rural workers"]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index: int, letters: str) -> None:
    assert column_letters(index) == letters


@given(st.text(max_size=200))
def test_no_text_makes_a_cell_reader_fall_over(cell: str) -> None:
    find_date(cell)
    find_address(cell)
    link = find_link(cell)
    assert link is None or link.lower().startswith(("http://", "https://"))
