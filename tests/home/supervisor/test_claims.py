"""One `skillsnet run` serves a data folder, and takes over what an earlier one left, and nothing else."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillsnet.home.supervisor.claims import LOCK_FILE, MARK, AlreadyServed, claim, end_left_behind, mark_of

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
WILLING = "import time; print('here', flush=True); time.sleep(600)"
Processes = list["subprocess.Popen[bytes]"]


@pytest.fixture
def started() -> Iterator[Processes]:
    processes: Processes = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def start(started: Processes, program: str, mark: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, MARK: mark}
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE)
    started.append(process)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    return process


def test_a_folder_is_served_once_at_a_time(tmp_path: Path) -> None:
    first = claim(tmp_path, address="http://127.0.0.1:8000")
    with pytest.raises(AlreadyServed, match=f"process {os.getpid()} serves it at http://127.0.0.1:8000"):
        claim(tmp_path, address="http://127.0.0.1:8001")
    first.file.close()
    second = claim(tmp_path, address="http://127.0.0.1:8001")
    assert (second.worker, (tmp_path / LOCK_FILE).stat().st_mode & 0o777) == (first.worker, 0o600)
    second.file.close()


def test_a_file_that_says_nothing_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text("[1")
    with claim(tmp_path, address="http://127.0.0.1:8000").file:
        (tmp_path / LOCK_FILE).write_text("[1]")
        with pytest.raises(AlreadyServed, match="another address"):
            claim(tmp_path, address="http://127.0.0.1:8001")


def test_a_copy_of_a_folder_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    mark = mark_of(tmp_path / "data")
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    (tmp_path / "data").rename(tmp_path / "moved")
    assert (mark_of(tmp_path / "copy") == mark, mark_of(tmp_path / "moved")) == (False, mark)


@pytest.mark.medium
@pytest.mark.skipif(sys.platform != "linux", reason="what was left behind is found in /proc")
def test_what_was_left_behind_is_ended_and_nothing_else(tmp_path: Path, started: Processes) -> None:
    (tmp_path / "other").mkdir()
    mark, other = mark_of(tmp_path), mark_of(tmp_path / "other")
    willing, deaf = start(started, WILLING, mark), start(started, DEAF, mark)
    others = [start(started, WILLING, other), start(started, WILLING, mark + "0"), start(started, WILLING, "")]
    assert end_left_behind(mark, within_s=0.5) == 2
    assert (willing.wait(10), deaf.wait(10), [process.poll() for process in others]) == (-15, -9, [None] * 3)
    assert end_left_behind(mark, within_s=0.5) == 0
