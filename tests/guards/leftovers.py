"""What a test must leave as it found it, since the next test would begin with it."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import get_urlconf
from django.utils import timezone, translation

# pytest's own, which tells the step of the test that runs; and coverage's, which tells processes where to write.
CHANGING = {"PYTEST_CURRENT_TEST"}
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in CHANGING}


def _settings() -> dict[str, object]:
    wrapped = settings._wrapped
    return {"": id(wrapped), **{name: value for name, value in vars(wrapped).items() if name.isupper()}}


def _state() -> dict[str, object]:
    return {
        "language": translation.get_language(),
        "time zone": timezone.get_current_timezone_name(),
        "working directory": os.getcwd(),
        "environment": _environment(),
        "settings": _settings(),
        "addresses": get_urlconf(),
        "signals": [signal.getsignal(number) for number in SIGNALS],
        "module path": list(sys.path),
    }


def _changed(before: object, after: object) -> str:
    if not isinstance(before, dict) or not isinstance(after, dict):
        return f"{before!r}, then {after!r}"
    return ", ".join(sorted(str(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)))


def _put_back(state: dict[str, object]) -> None:
    """Spare the tests that follow what a test left; the settings and the rest are for it to mend."""
    translation.activate(str(state["language"]))
    os.chdir(str(state["working directory"]))
    environment = state["environment"]
    assert isinstance(environment, dict)
    for name in _environment().keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)


@contextmanager
def nothing_left_behind() -> Iterator[None]:
    """Fail when what is done here leaves a language, the environment or the like as it was not."""
    before = _state()
    yield
    after = _state()
    if after == before:
        return
    _put_back(before)
    changed = [f"{name} ({_changed(before[name], after[name])})" for name in before if before[name] != after[name]]
    raise AssertionError(f"left behind: {'; '.join(changed)}")
