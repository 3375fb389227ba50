"""Batches are as large as others can wait for."""

from skillsnet.db.jobs.batches import FEWEST_ROWS, LONG_SECONDS, SHORT_SECONDS, BatchSize


def test_batches_are_smaller_where_they_take_long_and_grow_again() -> None:
    size = BatchSize(500)
    for _turn in range(9):
        size.adjust(LONG_SECONDS + 1)
    smallest = size.current
    for _turn in range(9):
        size.adjust(0)
    assert (smallest, size.current) == (FEWEST_ROWS, 500)
    size.adjust((LONG_SECONDS + SHORT_SECONDS) / 2)
    assert size.current == 500
    # Where batches are small by themselves they stay so.
    tiny = BatchSize(1)
    tiny.adjust(LONG_SECONDS + 1)
    assert tiny.current == 1
