"""An import whose worker is killed at random moments, again and again, ends like one that was never disturbed."""

import pytest
from benchmarks.kills import measure

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("migrated_processes")]

KILLS = 4
# The ties are killed too where the kills are two hundred.
WORKS = ("commit participants", "undo participants")


def test_data_are_the_same_after_random_kills_of_the_worker() -> None:
    (figures,) = measure(KILLS, WORKS)
    assert sum(figures["kills"].values()) >= KILLS
    assert set(figures["completed"]) == set(WORKS)
    assert min(figures["completed"].values()) >= 1
    assert figures["different"] == dict.fromkeys(WORKS, 0)
    assert (figures["wrong_between"], figures["failed_jobs"]) == ([], [])
