"""`manage.py runserver` as a contributor starts it, on a database that the tests have set up."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from skillsnet.development import reloader
from skillsnet.development.management.commands.runserver import IN_VAIN, Command
from tests.running import Network, wait_until

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parent.parent.parent

PARTS = (
    *("/static/build/site.css", "/static/build/site.js", "/static/build/map.css"),
    *("/static/debug_toolbar/js/toolbar.js", "/static/django-browser-reload/reload-listener.js"),
)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SKILLSNET_", "DJANGO_"))}
    return {**kept, "SKILLSNET_DATA": str(folder)}


@pytest.fixture
def network(tmp_path: Path, transactional_db: None) -> Iterator[Network]:
    if connection.vendor == "sqlite":
        with sqlite3.connect(tmp_path / "network.sqlite3") as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        copy.close()
    started = Network(tmp_path)
    command = [sys.executable, str(ROOT / "manage.py"), "runserver", "--without-example", str(started.port)]
    with (tmp_path / "log").open("ab") as log:
        started.process = subprocess.Popen(command, env=_environment(tmp_path), stdout=log, stderr=log, cwd=tmp_path)
    yield started
    started.end()


def test_it_serves_whole_pages_starts_anew_on_a_change_and_ends_with_all_it_started(network: Network) -> None:
    if not (ROOT / "src/skillsnet/web/static/build/site.js").exists():
        pytest.skip("the island is not built: make setup")
    wait_until(lambda: network.status("/readyz") == 200, network)
    with urlopen(f"{network.address}/map/") as answer:
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
    for part in PARTS:
        assert part in page
        with urlopen(network.address + part) as answer:
            assert "max-age=0" in answer.headers["Cache-Control"], part
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy

    before = network.processes()
    assert len(before) == 2, before
    Path(reloader.__file__).touch()
    wait_until(lambda: not {*before} & {*network.processes()}, network)
    wait_until(lambda: network.status("/readyz") == 200, network)
    assert len(network.processes()) == 2
    assert (network.send(signal.SIGTERM), network.processes()) == (0, {})


def test_an_address_that_others_reach_is_refused(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match=r"does not listen on 0\.0\.0\.0") as refused:
        call_command(Command(), "0.0.0.0:8000")
    assert refused.value.returncode == IN_VAIN
