"""An import that is killed at random moments, again and again, ends like one that was never disturbed."""

from benchmarks.kills import measure

KILLS = 24


def test_data_are_the_same_after_random_kills_of_commit_and_undo() -> None:
    (figures,) = measure(KILLS)
    assert figures["commit_kills"] + figures["undo_kills"] >= KILLS
    assert min(figures["commit_kills"], figures["undo_kills"]) > 0
    assert min(figures["commit_completed"], figures["undo_completed"]) > 0
    assert (figures["commit_different"], figures["undo_different"]) == (0, 0)
