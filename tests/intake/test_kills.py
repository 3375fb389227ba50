"""An import whose worker is killed at random moments, again and again, ends like one that was never disturbed."""

from benchmarks.kills import WORKS, measure

KILLS = 6


def test_data_are_the_same_after_random_kills_of_the_worker() -> None:
    (figures,) = measure(KILLS)
    assert sum(figures["kills"].values()) >= KILLS
    assert (set(figures["completed"]), min(figures["completed"].values())) == (set(WORKS), 1)
    assert figures["different"] == dict.fromkeys(WORKS, 0)
    assert (figures["wrong_between"], figures["failed_jobs"]) == ([], [])
