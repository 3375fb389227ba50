"""No linear algebra, learning or layout in a web process: nothing that does it is ever loaded there."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("migrated_processes")]

ROOT = Path(__file__).resolve().parents[2]


def test_a_web_process_that_served_every_page_has_loaded_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.repo.web_process"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["faults"], found["loaded"]) == ([], [])
    # The forms were filled well enough to ask for work; else this would tell nothing.
    assert {"follow_up", "rebuild", "run_preview", "run_publication", "run_relearning"} <= set(found["queued"])
