"""The database goes away under `skillsnet run`: pages say so soon, and all goes on by itself when it is back.

SKILLSNET_OUTAGE_SECONDS says for how long it stays away: a few seconds here, 40 and 70 in a drill by hand.
"""

import http.cookiejar
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.home.installations import Installation
from tests.running import PATIENCE_SECONDS, Network, free_port, network_in, wait_until

pytestmark = pytest.mark.process
OUTAGE_SECONDS = float(os.environ.get("SKILLSNET_OUTAGE_SECONDS", "6"))
# A page waits 3 s for PostgreSQL and 5 s for SQLite's write lock; the rest is for a machine that does a lot beside.
SOON_SECONDS = 20.0
PAGES = ("/", "/map/", "/directory/", "/facilitate/")


def timed(what: Callable[[], int]) -> tuple[int, float]:
    began_at = time.monotonic()
    return what(), time.monotonic() - began_at


def find_postgresql() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Cluster:
    """A PostgreSQL of its own, that can be stopped."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs, self.port = folder, programs, free_port()

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "db"), *arguments]
        # PostgreSQL refuses to be run by root.
        account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
        subprocess.run([*account, *command], check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE_SECONDS)

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    programs = find_postgresql()
    if programs is None:
        pytest.skip("no PostgreSQL is installed here that could be stopped (/usr/lib/postgresql/*/bin/initdb)")
    # Not in pytest's own folder, where nobody but its owner may go.
    folder = Path(tempfile.mkdtemp())
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    cluster = Cluster(folder, programs)
    cluster.run("initdb", "-A", "trust", "-U", "skillsnet", "--locale=C.UTF-8", "-E", "UTF8")
    cluster.start()
    try:
        yield cluster
    finally:
        with suppress(subprocess.CalledProcessError):
            cluster.stop()
        shutil.rmtree(folder)


@pytest.mark.skipif("SKILLSNET_DATABASE" not in os.environ, reason="tried where the tests run on PostgreSQL")
def test_postgresql_goes_away_and_comes_back(tmp_path: Path) -> None:
    with own_cluster() as cluster:
        url = f"postgresql://skillsnet@127.0.0.1:{cluster.port}/postgres"
        with network_in(tmp_path / "data", database=url) as network:
            network.start("--without-example")
            before = {network.process.pid if network.process else 0, network.worker(), *network.web()}
            cluster.stop()
            went_at = time.monotonic()
            told = [timed(lambda path=path: network.status(path)) for path in (*PAGES, "/readyz")]
            assert [status for status, _ in told] == [503] * len(told)
            assert max(seconds for _, seconds in told) < SOON_SECONDS
            assert network.status("/healthz") == 200
            time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - went_at)))
            cluster.start()
            wait_until(lambda: network.status("/") == 200, network)
            wait_until(lambda: network.status("/readyz") == 200, network)
            # Nothing had to be started again.
            assert before == {network.process.pid if network.process else 0, network.worker(), *network.web()}
            assert "Traceback" not in network.log
            assert (network.send(signal.SIGTERM), network.processes()) == (0, {})


@pytest.mark.skipif("SKILLSNET_DATABASE" in os.environ, reason="SQLite's lock, and the tests run on PostgreSQL")
def test_sqlite_is_locked_for_long_and_is_read_meanwhile(migrated: Installation) -> None:
    with network_in(migrated.data, database=migrated.database) as network:
        network.start("--without-example")
        worker = network.worker()
        send = short_link_form(network)
        locking = sqlite3.connect(migrated.data / "network.sqlite3", isolation_level=None)
        locking.execute("BEGIN IMMEDIATE")
        locked_at = time.monotonic()
        read = [timed(lambda path=path: network.status(path)) for path in ("/", "/map/", "/directory/", "/healthz")]
        written, seconds = timed(send)
        assert ([status for status, _ in read], written) == ([200] * 4, 503)
        assert max(seconds, *(waited for _, waited in read)) < SOON_SECONDS
        time.sleep(max(0.0, OUTAGE_SECONDS - (time.monotonic() - locked_at)))
        locking.rollback()
        locking.close()
        wait_until(lambda: send() == 200, network)
        wait_until(lambda: network.status("/readyz") == 200, network)
        assert network.worker() == worker
        assert "Traceback" not in network.log
        assert (network.send(signal.SIGTERM), network.processes()) == (0, {})


def short_link_form(network: Network) -> Callable[[], int]:
    """Open a page with a form, and return what asks for a short link with its token, which writes."""
    opener = build_opener(HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"{network.address}/map/short/"
    with opener.open(f"{network.address}/accounts/login/", timeout=30) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token is not None
    form = urlencode({"csrfmiddlewaretoken": token[1], "query": "region=africa"}).encode()

    def send() -> int:
        try:
            with opener.open(address, form, timeout=60) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    return send
