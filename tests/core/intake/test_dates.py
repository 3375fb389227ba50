"""Dates as people and programs write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillsnet.core.intake.dates import MONTHS, find_date, is_day_first

DAY = date(2019, 12, 16)


@pytest.mark.parametrize(
    "cell",
    [
        "2019-12-16", "2019-12-16 10:20:07", "2019-12-16T10:20:07Z", "2019-12-16T10:20:07.123+02:00", "2019/12/16",
        "20191216T102007Z", "16/12/2019", "16.12.2019", "16-12-2019", "16/12/19", "16 / 12 / 2019", "16/12/2019 10:20",
        "12/16/2019", "12/16/2019 10:20 AM", "12/16/2019, 10:20:07 pm", "43815", "43815.4306", "43815,4306",
        "16 December 2019", "16 Dec 2019", "16-Dec-19", "16th of December 2019", "Monday, 16 December 2019",
        "December 16, 2019", "Dec 16, 2019", "Dec. 16th, 2019 10:20 AM", "2019 Dec 16",
        "16 décembre 2019", "16 déc. 2019", "lundi 16 décembre 2019 à 10h20", "16 de diciembre de 2019",
        "lunes, 16 de diciembre de 2019", "16-dic-2019", "16 de dezembro de 2019",
        "١٦/١٢/٢٠١٩", "۲۰۱۹-۱۲-۱۶", "１６/１２/２０１９", "16 ديسمبر 2019", "٢٠١٩-١٢-١٦ ١٠:٢٠", "2019年12月16日",
    ],
)  # fmt: skip
def test_dates_are_found_in_every_form(cell: str) -> None:
    assert find_date(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2020", "29/02/1900", "soon", "99999999", "10000-01-01", "0000-00-00", "2958466", "16 Smarch 2019",
        "December 2019", "2019", "12", "16/12", "16/12.2019", "13/13/2019", "A-17", "3 may be 20", "0019-12-16",
        "2019-12-16 is when we met", "1.2.3.4", "12:30", "TRUE", "", "1" * 10_000, "00000", "٠٠٠٠١",
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(cell: str) -> None:
    assert find_date(cell) is None


def test_order_of_day_and_month_follows_the_column() -> None:
    assert is_day_first(["01/02/2020", "13/02/2020"]) is True
    assert is_day_first(["01/02/2020", "01/13/2020"]) is False
    assert is_day_first(["01.02.2020"]) is True
    assert is_day_first(["01/02/2020"]) is None
    assert is_day_first(["13/02/2020", "02/13/2020"]) is None
    assert find_date("01/02/2020", day_first=False) == date(2020, 1, 2)
    assert find_date("01/02/2020") == date(2020, 2, 1)


def test_dates_with_am_and_pm_have_an_order_of_their_own() -> None:
    american = ["16/12/2019", "12/16/2019 10:20 AM"]
    indian = ["16-12-2019 10:20 AM", "05-12-2019 09:00 PM"]
    assert (is_day_first(american), is_day_first(american, with_clock=True)) == (True, False)
    assert (is_day_first(indian), is_day_first(indian, with_clock=True)) == (None, True)
    assert find_date("05/12/2019 10:20 AM") == date(2019, 5, 12)
    assert find_date("16/12/2019 10:20 AM") == DAY
    assert find_date("05-12-2019 09:00 PM", clock_day_first=True) == date(2019, 12, 5)


def test_spanish_half_days_keep_the_day_first() -> None:
    assert find_date("05/12/2019 10:20 a. m.") == date(2019, 12, 5)


@pytest.mark.parametrize(("cell", "year"), [("1/1/00", 2000), ("1/1/49", 2049), ("1/1/50", 1950), ("1/1/99", 1999)])
def test_two_digit_years_are_near_today(cell: str, year: int) -> None:
    assert find_date(cell) == date(year, 1, 1)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(sorted(MONTHS)))
def test_every_name_of_a_month_is_read(day: date, name: str) -> None:
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))
    for text in (f"{day.day} {name} {day.year}", f"{name} {day.day}, {day.year}", f"{day.year}-{name}-{day.day}"):
        assert find_date(text) == day


@given(st.text(max_size=100) | st.from_regex(r"[\d٠-٩/.\- TZapm:,de]{0,30}", fullmatch=True))
def test_no_text_makes_the_reader_of_dates_fall_over(cell: str) -> None:
    found = find_date(cell)
    assert found is None or 1900 <= found.year <= 2199
    assert is_day_first([cell]) in (True, False, None)


def test_twelve_is_a_day_and_a_month_and_tells_nothing() -> None:
    assert is_day_first(["12/05/2019"]) is None
    assert is_day_first(["05/12/2019"]) is None
    assert is_day_first(["12/12/2019", "12/13/2019"]) is False
    assert is_day_first(["05/12/2019 10:20 AM"], with_clock=True) is None
    assert find_date("05/12/2019") == find_date("12/05/2019", day_first=False) == date(2019, 12, 5)
    assert find_date("12/05/2019") == find_date("05/12/2019", day_first=False) == date(2019, 5, 12)
