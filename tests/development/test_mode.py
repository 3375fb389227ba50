"""Development mode shows a platform's insides: to nobody else, and nowhere but in a clone of the sources."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from skillsnet.config import environment
from skillsnet.config.environment import BadEnvironment, read_environment
from skillsnet.home.web_server import why_not_listen

DEVELOPMENT = {"SKILLSNET_MODE": "development"}
# What the settings and the modules of a process that serves pages hold.
LOOK = """
import json, sys
from skillsnet.config.wsgi import application
from django.conf import settings
from django.urls import get_resolver
assert get_resolver().url_patterns
tools = ("debug_toolbar", "django_browser_reload", "watchfiles", "skillsnet.development")
named = [*settings.INSTALLED_APPS, *settings.MIDDLEWARE, settings.ROOT_URLCONF]
print(json.dumps({
    "debug": settings.DEBUG,
    "named": sorted({tool for tool in tools for name in named if name.startswith(tool)}),
    "loaded": sorted(set(tools) & set(sys.modules)),
}))
"""


def _look(folder: Path, **variables: str) -> dict[str, Any]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SKILLSNET_", "DJANGO_"))}
    told = {**kept, "SKILLSNET_DATA": str(folder), **variables}
    command = [sys.executable, "-c", LOOK]
    return json.loads(subprocess.run(command, env=told, capture_output=True, text=True, check=True).stdout)


@pytest.mark.slow
def test_only_development_mode_has_debugging_pages_and_tools(tmp_path: Path) -> None:
    production = {
        "SKILLSNET_MODE": "production",
        "SKILLSNET_SECRET_KEY": "k" * 60,
        "SKILLSNET_HOSTS": "network.example.org",
        "SKILLSNET_MAIL": "smtp://mail.example.org:587",
        "SKILLSNET_MAIL_FROM": "network@example.org",
    }
    for variables in (production, {"SKILLSNET_MODE": "local"}):
        assert _look(tmp_path, **variables) == {"debug": False, "named": [], "loaded": []}, variables
    development = _look(tmp_path, **DEVELOPMENT)
    assert development["debug"]
    assert development["named"] == ["debug_toolbar", "django_browser_reload", "skillsnet.development"]


@pytest.mark.parametrize("hosts", ["network.example.org", "localhost,10.0.0.5", ".example.org"])
def test_a_host_that_others_reach_is_refused(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(BadEnvironment, match=r"SKILLSNET_HOSTS=.*shows settings and data.*SKILLSNET_MODE=local"):
        read_environment({**DEVELOPMENT, "SKILLSNET_DATA": str(tmp_path), "SKILLSNET_HOSTS": hosts})


def test_this_computer_is_taken(tmp_path: Path) -> None:
    found = read_environment({**DEVELOPMENT, "SKILLSNET_DATA": str(tmp_path), "SKILLSNET_HOSTS": "localhost"})
    assert (found.is_development, found.is_production, found.hosts) == (True, False, ("localhost",))


def test_its_data_are_in_a_folder_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_environment(DEVELOPMENT).data_dir == tmp_path / "data-development"
    assert read_environment({}).data_dir == tmp_path / "data"


def test_without_the_developers_packages_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "find_spec", lambda name: None if name == "debug_toolbar" else name)
    with pytest.raises(BadEnvironment, match=r"debug_toolbar is not installed. Run make setup in a clone"):
        read_environment({**DEVELOPMENT, "SKILLSNET_DATA": str(tmp_path)})
    assert not read_environment({"SKILLSNET_DATA": str(tmp_path)}).is_development


@pytest.mark.parametrize(
    ("host", "is_refused"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("0", True), ("192.0.2.7", True)],
)
def test_debugging_pages_are_served_on_this_computer_alone(settings: Any, host: str, is_refused: bool) -> None:
    settings.DEBUG = True
    assert bool(why_not_listen(host)) is is_refused
    settings.DEBUG = False
    assert why_not_listen(host) == ""
