"""Files of a data folder change all or not at all, wherever the process is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from skillsnet.db.backups.swap import STAGE, finish_swap
from tests.home.installations import ROOT

CODE = """
import sys
from pathlib import Path
from tests.home.killed import arm
from skillsnet.db.backups.swap import swap
arm(sys.argv[2])
leaving = ["base", "base-wal", "files", "key", "map"]
swap(Path(sys.argv[1]), arriving=["base", "files", "key"], leaving=leaving, aside="old")
"""
OLD = {"base": "old base", "base-wal": "old log", "files/a": "old a", "map/m": "old map"}
NEW = {"base": "new base", "files/a": "new a", "files/b": "new b", "key": "new key"}
OTHER = {"static/s": "other"}


def _made(folder: Path) -> Path:
    for name, text in {**OLD, **OTHER, **{f"{STAGE}/{name}": text for name, text in NEW.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def _held(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".restore"))
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def _killed(folder: Path, step: str) -> bool:
    command = [sys.executable, "-c", CODE, str(folder), step]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
    return ended.returncode != 0


@pytest.mark.medium
@pytest.mark.parametrize("kind", ["fsync", "before:"])
def test_a_kill_at_any_step_leaves_the_old_or_the_new(tmp_path: Path, kind: str) -> None:
    seen, number = set(), 1
    while _killed(folder := _made(tmp_path / str(number)), f"{kind}:{number}"):
        finish_swap(folder)
        held = _held(folder)
        inside = {name: text for name, text in held.items() if not name.startswith((STAGE, "old/"))}
        is_new = inside == {**NEW, **OTHER}
        assert is_new or inside == {**OLD, **OTHER}, (kind, number)
        if is_new:
            assert {name: text for name, text in held.items() if name.startswith("old/")} == {
                f"old/{name}": text for name, text in OLD.items()
            }
            assert not (folder / STAGE).exists()
        seen.add(is_new)
        number += 1
    assert seen == {True, False}, "no step was reached on one side of the journal"
    assert _held(folder) == {**NEW, **OTHER, **{f"old/{name}": text for name, text in OLD.items()}}


def test_where_there_is_no_journal_nothing_is_touched(tmp_path: Path) -> None:
    _made(tmp_path)
    before = _held(tmp_path)
    finish_swap(tmp_path)
    assert _held(tmp_path) == before
    assert os.listdir(tmp_path).count("old") == 0
