"""Imports and merges at the same moment: nothing twice, one winner, no fault; on whichever database is tested."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from skillsnet.intake.actions import commit
from tests.intake.sheets import ADA, BO, CY, HEADER, photograph, previewed

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.usefixtures("migrated_processes")
def test_imports_and_merges_at_once_make_nothing_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.intake.parallel"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["imports_ended_well"], figures["new"], figures["unchanged"]) == (3, 240, 480)
    assert set(figures["twice"].values()) == {0}
    assert (figures["merges_made"], figures["merges"], figures["broken"]) == (1, 1, [])


@pytest.mark.django_db
def test_rows_in_another_order_change_nothing_and_a_changed_cell_changes_its_field_only() -> None:
    commit(previewed([HEADER, ADA, BO, CY]), by=None)
    before = photograph(without=("updated_at",))
    again = commit(previewed([HEADER, CY, ADA, BO]), by=None)
    assert (again.counts["unchanged"], photograph(without=("updated_at",))) == (3, before)
    commit(previewed([HEADER, CY, ADA, (*BO[:2], "Other words.", *BO[3:])]), by=None)
    after = photograph(without=("updated_at",))
    changed = {
        (table, name)
        for table, rows in after.items()
        for old, new in zip(before[table], rows, strict=True)
        for name in new
        if old[name] != new[name]
    }
    assert changed == {
        ("Project", "summary"),
        ("Project", "language"),
        ("SearchDocument", "body"),
        ("FacilitatorDocument", "body"),
    }
