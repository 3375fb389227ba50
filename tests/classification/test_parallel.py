"""Decisions at the same moment: one wins, the others are told, nothing is lost or doubled; on either database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("migrated_processes")]

ROOT = Path(__file__).resolve().parents[2]


def test_decisions_at_once_are_made_one_after_another() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "tests.classification.parallel"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout.splitlines()[-1]) == {
        "decided": 1,
        "undone": 1,
        "decisions": 2,
        "current": 0,
        "relearnings": 1,
        "broken": [],
    }
