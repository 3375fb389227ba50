"""`make dev`'s loop with programs that stand in for the server and the front end's tools."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 120
# Writes down its own number, and goes on until it is ended; one that ends at once, where a file says so.
STAND_IN = """
import os, sys, time
name, folder = sys.argv[1:]
with open(f"{folder}/{name}.pids", "a") as file: print(os.getpid(), file=file)
while not os.path.exists(f"{folder}/{name}.ends"): time.sleep(0.05)
with open(f"{folder}/{name}.ends") as file: sys.exit(int(file.read()))
"""
LOOP = f"""
import sys
from pathlib import Path
from tools import dev
folder = Path(sys.argv[1])
dev.SOURCES, dev.FRONTEND, dev.LOOK_MS = folder / "src", folder, 100
def stand_in(name):
    command = [sys.executable, "-c", {STAND_IN!r}, name, str(folder)]
    return dev.Program(f"The {{name}}", command, folder, "something changes")
dev.keep_going(stand_in("server"), [stand_in("build")])
"""


@pytest.fixture
def loop(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    (tmp_path / "src").mkdir()
    (tmp_path / "package.json").write_text("{}")
    command = [sys.executable, "-c", LOOP, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as started:
        _wait(lambda: len(_pids(tmp_path, "server")) == len(_pids(tmp_path, "build")) == 1)
        yield started
        started.kill()
    _wait(lambda: not _running(tmp_path))


def test_a_tool_starts_again_when_its_own_files_change(loop: "subprocess.Popen[str]", tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    _wait(lambda: len(_pids(tmp_path, "build")) == 2)
    assert _running(tmp_path) == {_pids(tmp_path, "server")[0], _pids(tmp_path, "build")[1]}


@pytest.mark.parametrize(("name", "mended"), [("build", "package.json"), ("server", "src/settings.py")])
def test_what_fails_is_told_and_started_again_after_the_mend(
    loop: "subprocess.Popen[str]", tmp_path: Path, name: str, mended: str
) -> None:
    _end_by_itself(tmp_path, name, code=3)
    assert loop.stdout is not None
    assert loop.stdout.readline() == f"The {name} ended with code 3. It starts again when something changes.\n"
    assert len(_running(tmp_path)) == 1
    (tmp_path / f"{name}.ends").unlink()
    (tmp_path / mended).write_text('{"type": "module"}')
    _wait(lambda: len(_running(tmp_path)) == 2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_nothing_is_left(loop: "subprocess.Popen[str]", tmp_path: Path, number: int) -> None:
    loop.send_signal(number)
    assert loop.wait(PATIENCE_SECONDS) == (-number if number == signal.SIGKILL else 0)
    _wait(lambda: not _running(tmp_path))


def test_it_ends_with_a_server_that_cannot_be_served_here(loop: "subprocess.Popen[str]", tmp_path: Path) -> None:
    _end_by_itself(tmp_path, "server", code=2)
    assert loop.wait(PATIENCE_SECONDS) == 2
    assert not _running(tmp_path)


def _end_by_itself(folder: Path, name: str, *, code: int) -> None:
    (folder / "code").write_text(str(code))
    (folder / "code").rename(folder / f"{name}.ends")


def _pids(folder: Path, name: str) -> list[int]:
    path = folder / f"{name}.pids"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def _running(folder: Path) -> set[int]:
    """Return which of the programs that were ever started run."""
    return {pid for name in ("server", "build") for pid in _pids(folder, name) if _is_running(pid)}


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


def _wait(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "not so after a long wait"
        time.sleep(0.05)
