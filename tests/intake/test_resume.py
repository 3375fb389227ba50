"""A commit that is killed and goes on ends like one that was never disturbed."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.sheets import ADA, HEADER, as_csv

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


def _work(path: Path, data: Path, *, last_batch: int, point: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "SKILLSNET_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "skillsnet.config.settings",
    }
    command = [sys.executable, "-m", "tests.intake.worker", str(path), str(last_batch), point]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)


def test_killed_commit_resumes_to_the_same_end(tmp_path: Path, migrated_copy: str) -> None:
    for data in (tmp_path / "calm", tmp_path / "rough"):
        data.mkdir()
        if Path(migrated_copy).is_file():
            shutil.copyfile(migrated_copy, data / "network.sqlite3")
    rows = [
        (f"R-{n}", f"Project {n}", ADA[2], f"Organisation {n % 50}", *ADA[4:7], f"p{n % 70}@example.org")
        for n in range(240)
    ]
    path = tmp_path / "answers.csv"
    path.write_bytes(as_csv([HEADER, *rows]).getvalue())
    undisturbed = _work(path, tmp_path / "calm", last_batch=0, point="")
    assert undisturbed.returncode == 0, undisturbed.stderr
    for last_batch, point in ((1, "inside"), (2, "after"), (1, "inside"), (1, "after")):
        killed = _work(path, tmp_path / "rough", last_batch=last_batch, point=point)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    resumed = _work(path, tmp_path / "rough", last_batch=0, point="")
    assert resumed.returncode == 0, resumed.stderr
    assert resumed.stdout == undisturbed.stdout
    assert "'committed', 240" in resumed.stdout
