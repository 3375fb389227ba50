"""Log lines in a terminal."""

import logging
import sys

from skillsnet.development.lines import PlainFormatter


def _line(name: str, **extra: object) -> str:
    record = logging.makeLogRecord({"name": name, "levelname": "ERROR", "msg": "job %s", "args": ("failed",), **extra})
    return PlainFormatter().format(record)


def test_what_was_given_with_a_message_follows_it() -> None:
    told = _line("skillsnet.home.worker", task="netmap.tasks.follow_up_map", fault="ValueError at tasks.py:12")
    assert told == (
        "ERROR skillsnet.home.worker: job failed "
        "{'task': 'netmap.tasks.follow_up_map', 'fault': 'ValueError at tasks.py:12'}"
    )


def test_djangos_own_lines_stay_short() -> None:
    assert _line("django.server", request=object(), status_code=200) == "ERROR django.server: job failed"


def test_a_traceback_is_written_as_python_writes_it() -> None:
    try:
        raise ValueError("no such place")
    except ValueError:
        lines = _line("skillsnet.web.errors", exc_info=sys.exc_info()).splitlines()
    assert (lines[1], lines[-1]) == ("Traceback (most recent call last):", "ValueError: no such place")
