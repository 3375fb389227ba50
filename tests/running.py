"""`skillsnet run` as a real process, on a folder and a database of its own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg

# For a machine that does a lot beside it; nothing is measured by these.
PATIENCE_SECONDS = 240.0


@dataclass
class Network:
    """A data folder and a database, and the `skillsnet run` that serves them, if it runs."""

    folder: Path
    database: str = ""
    port: int = field(default_factory=lambda: free_port())
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8") if (self.folder / "log").exists() else ""

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the platform on this network to its end."""
        return subprocess.run(
            [sys.executable, "-m", "skillsnet", *arguments],
            env=self._environment(), capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip

    def start(self, *options: str) -> "Network":
        """Start `skillsnet run` and wait until it is ready, its worker included."""
        command = [sys.executable, "-m", "skillsnet", "run", "--port", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            # A session of its own and all signals heard, as a service manager gives it: the tests may run under nohup.
            before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
            try:
                self.process = subprocess.Popen(
                    command, env=self._environment(), stdout=log, stderr=log, start_new_session=True
                )
            finally:
                signal.signal(signal.SIGHUP, before)
        wait_until(lambda: self.status("/readyz") == 200, self)
        return self

    def _environment(self) -> dict[str, str]:
        names = ("PATH", "HOME", "LANG", "PYTHONPATH")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        return {**kept, "SKILLSNET_DATA": str(self.folder), "SKILLSNET_DATABASE": self.database}

    def status(self, path: str) -> int:
        """Return what a page answers with; 0 when nobody answers."""
        return self.get(path)[0]

    def get(self, path: str, *, timeout_s: float = 30.0) -> tuple[int, bytes]:
        """Return what a page answers, and its body."""
        try:
            with urlopen(self.address + path, timeout=timeout_s) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def checks(self) -> dict[str, Any]:
        """Return what /readyz says of each thing it looks at."""
        return json.loads(self.get("/readyz")[1])["checks"]

    def processes(self) -> dict[int, list[str]]:
        """Return every process of this network but the supervisor, by the folder in its environment."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes().split(b"\0")
                command = (entry / "cmdline").read_bytes().decode().split("\0")
            except OSError:
                continue
            pid, is_ours = int(entry.name), f"SKILLSNET_DATA={self.folder}".encode() in environment
            if is_ours and command != [""] and (self.process is None or pid != self.process.pid):
                found[pid] = command
        return found

    def worker(self) -> int:
        """Return the number of the process of the worker that does not send mail; 0 while there is none."""
        return next(
            (pid for pid, command in self.processes().items() if "worker" in command and "mail" not in command), 0
        )

    def web(self) -> list[int]:
        """Return the numbers of the web server's processes, the one that started the others first."""
        return sorted(pid for pid, command in self.processes().items() if "skillsnet.home.serving" in command)

    def send(self, number: int) -> int:
        """Send the supervisor a signal, wait for its end, and return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        self.process = None
        return code

    def end(self) -> None:
        """End whatever is left of it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        for pid in self.processes():
            # It may have ended by itself since it was looked for.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@contextmanager
def network_in(folder: Path, *, database: str | None = None) -> Iterator[Network]:
    """Give a network that is ended in the end, on a database of the server the tests run on, or the one given."""
    folder.mkdir(exist_ok=True)
    with _database() if database is None else nullcontext(database) as url:
        network = Network(folder, url)
        try:
            yield network
        finally:
            network.end()


@contextmanager
def _database() -> Iterator[str]:
    """Give the address of an empty database on the tests' server; an empty one for SQLite's file."""
    server = os.environ.get("SKILLSNET_DATABASE", "")
    if not server:
        yield ""
        return
    name = f"run_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_so: Any, network: Network, *, within_s: float = PATIENCE_SECONDS) -> None:
    """Wait until something is so, or fail with what the network wrote."""
    deadline = time.monotonic() + within_s
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not so after {within_s:.0f} s; the log:\n{network.log[-3000:]}")
        if network.process is not None and network.process.poll() is not None:
            raise AssertionError(f"it ended with {network.process.returncode}; the log:\n{network.log[-3000:]}")
        time.sleep(0.2)
