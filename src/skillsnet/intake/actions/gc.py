"""Python's collector of cyclic garbage, held back while many rows are worked through."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# A collection for so many new objects, and one of everything for ten thousand of those.
SELDOM = (100_000, 100, 100)


@contextmanager
def relaxed_gc() -> Iterator[None]:
    """Let garbage wait within the block: rows make hardly any cycles, and looking for them took a quarter of the time.

    Measured with 50,000 rows: 1.09 ms a row before, 0.77 with no collection at all, with 50 MB more memory.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
