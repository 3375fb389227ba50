"""A process is kept going, the later the more often it ends, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from skillsnet.home.supervisor.children import HEALTHY_SECONDS, Child, back_off

# Says its number and that of a grandchild, and waits.
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(os.getpid(), child.pid, file=open(sys.argv[1], "w"))
child.wait()
"""


def until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    made = Child("parent", [sys.executable, "-c", PARENT, str(tmp_path / "told")], dict(os.environ))
    yield made
    made.end_now()


def numbers(folder: Path) -> list[int]:
    told = folder / "told"
    until(lambda: told.exists() and len(told.read_text().split()) == 2)
    return [int(number) for number in told.read_text().split()]


@pytest.mark.slow
def test_it_is_started_again_later_and_later_and_anew_after_a_healthy_minute() -> None:
    assert [back_off(failures) for failures in (1, 2, 3, 6, 7, 400)] == [1, 2, 4, 32, 60, 60]
    child = Child("ends", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
    for now, due in ((0.0, 1.0), (1.0, 3.0), (3.0, 7.0), (7.0 + HEALTHY_SECONDS, 8.0 + 2 * HEALTHY_SECONDS)):
        child.look_after(now)
        assert child.process is not None
        until(lambda: not child.is_running)
        child.look_after(now if due < 8 else now + HEALTHY_SECONDS)
        assert (child.process, child.start_at) == (None, due)
        child.look_after(due - 0.1)
        assert child.process is None


def test_what_it_had_started_ends_with_it(child: Child, tmp_path: Path) -> None:
    child.look_after(0.0)
    own, grandchild = numbers(tmp_path)
    os.kill(own, 9)
    until(lambda: not child.is_running)
    assert is_alive(grandchild)
    child.look_after(0.0)
    until(lambda: not is_alive(grandchild))


def test_a_program_that_cannot_be_started_is_tried_again(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", refuse)
        child.look_after(0.0)
        assert (child.process, child.start_at) == (None, 1.0)
    child.look_after(1.0)
    assert child.process is not None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_it_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "told"
    starter = f"""
import os, sys, time
from skillsnet.home.supervisor.children import Child
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(600)"], dict(os.environ))
child.look_after(0.0)
print(child.process.pid, child.process.pid, file=open({str(told)!r}, "w"))
time.sleep(600)
"""
    supervisor = subprocess.Popen([sys.executable, "-c", starter])
    try:
        sleeper = numbers(tmp_path)[0]
        # Only once it has become the program it listens for sure.
        until(lambda: b"sleep(600)" in Path(f"/proc/{sleeper}/cmdline").read_bytes())
    finally:
        supervisor.kill()
        supervisor.wait()
    until(lambda: not is_alive(sleeper))
