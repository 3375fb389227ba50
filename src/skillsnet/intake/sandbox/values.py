"""Values of a workbook's cells as people read them."""

from datetime import date, datetime, time, timedelta

# A spreadsheet keeps 15 digits of a number; the ones behind them are made up.
FIRST_ROUNDED = 10**15
_LAST_WHOLE = 10**21


def cell_text(value: object) -> str:
    """Return a value as people read it: dates as ISO text, whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, timedelta):
        return _duration_text(value)
    return str(value)


def is_rounded(value: object) -> bool:
    """Return whether a number has more digits than the file can have kept."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= FIRST_ROUNDED


def percent_text(value: object) -> str:
    """Return a part of one as a spreadsheet shows it, such as `25%`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{_number_text(float(value) * 100)}%"
    return cell_text(value)


def padded_text(value: object, width: int) -> str:
    """Return a whole number with the leading zeros that its cell shows."""
    if isinstance(value, float) and value.is_integer() and 0 <= value < FIRST_ROUNDED:
        return str(int(value)).rjust(width, "0")
    return cell_text(value)


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < _LAST_WHOLE:
        return str(int(value))
    return format(value, ".15g")


def _duration_text(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
