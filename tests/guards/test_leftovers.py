"""A test that leaves a language, a variable or a folder as it was not fails."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from tests.guards.leftovers import nothing_left_behind


def _leave_folder() -> None:
    os.chdir(Path.cwd().parent)


def _leave_setting() -> None:
    settings.SITE_NAME_OF_A_TEST = "a"


@pytest.mark.parametrize(
    ("leave", "mend", "named"),
    [
        (lambda: translation.activate("ar"), lambda: None, r"language \('en', then 'ar'\)"),
        (lambda: timezone.activate("Asia/Tokyo"), timezone.deactivate, "time zone"),
        (_leave_folder, lambda: None, "working directory"),
        (lambda: os.environ.update(SKILLSNET_LEFT="1"), lambda: None, r"environment \(SKILLSNET_LEFT\)"),
        (_leave_setting, lambda: delattr(settings, "SITE_NAME_OF_A_TEST"), r"settings \(SITE_NAME_OF_A_TEST\)"),
        (
            lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
            lambda: signal.signal(signal.SIGALRM, signal.SIG_DFL),
            "signals",
        ),
    ],
)
def test_what_is_left_behind_fails(leave: Callable[[], object], mend: Callable[[], object], named: str) -> None:
    folder = Path.cwd()
    with pytest.raises(AssertionError, match=named), nothing_left_behind():
        leave()
    mend()
    assert (translation.get_language(), Path.cwd(), "SKILLSNET_LEFT" in os.environ) == ("en", folder, False)


@pytest.mark.django_db
def test_language_of_a_request_is_not_the_tests(client: Client) -> None:
    with nothing_left_behind():
        page = client.get("/accessibility/", headers={"accept-language": "ar"})
    assert page.headers["Content-Language"] == "ar"
