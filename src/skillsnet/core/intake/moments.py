"""When an answer was sent: the day in a cell, with the hour where the cell has one."""

import re
from datetime import timedelta
from typing import Final

from skillsnet.core.intake.dates import find_date

_CLOCK: Final = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?\.?m?", re.IGNORECASE)
_DAY_NUMBER: Final = re.compile(r"^\d{5}[.,](\d+)$")
_DATE: Final = re.compile(r"^\s*\d+\s?[-/.]\s?\d+\s?[-/.]\s?\d+")


def moment_of(cell: str, *, day_first: bool = True, clock_day_first: bool = False) -> str:
    """Return the moment in a cell, so that earlier ones sort before later ones.

    Parameters
    ----------
    cell
        A date as `find_date` reads it, with or without a time.
    day_first, clock_day_first
        As in `find_date`.

    Returns
    -------
    str
        ISO date, with `THH:MM:SS` where the cell has a time; zones are left out. Empty where there is no date.

    Examples
    --------
    >>> moment_of("2020-10-05 18:30:00"), moment_of("05/10/2020 6:30 PM"), moment_of("5 October 2020")
    ('2020-10-05T18:30:00', '2020-05-10T18:30:00', '2020-10-05')
    """
    day = find_date(cell, day_first=day_first, clock_day_first=clock_day_first)
    if day is None:
        return ""
    fraction = _DAY_NUMBER.match(cell.strip())
    if fraction:
        clock = timedelta(seconds=round(86_400 * float(f"0.{fraction.group(1)}")))
        return f"{day.isoformat()}T{clock.seconds // 3600:02}:{clock.seconds // 60 % 60:02}:{clock.seconds % 60:02}"
    match = _CLOCK.search(_DATE.sub("", cell))
    if match is None:
        return day.isoformat()
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match.group(4) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{day.isoformat()}T{hour:02}:{minute:02}:{second:02}"
