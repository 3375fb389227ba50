"""Whether a process was asked to end, as a signal tells it."""

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

STEP_SECONDS = 0.1


class Ending:
    """Like `threading.Event`, but a signal's handler may set it at any moment.

    An event has a lock, which its main thread holds for a moment whenever it begins or ends to wait. A handler runs in
    that same thread: where the signal falls into such a moment, it would wait for itself for ever.
    """

    def __init__(self) -> None:
        self._is_set = False

    def is_set(self) -> bool:
        """Return whether the process was asked to end."""
        return self._is_set

    def set(self) -> None:
        """Say that the process was asked to end."""
        self._is_set = True

    def clear(self) -> None:
        """Wait for the next time that it is set."""
        self._is_set = False

    def wait(self, seconds: float = math.inf) -> bool:
        """Wait for so long, or until shortly after it is set; return whether it is."""
        until = time.monotonic() + seconds
        while not self._is_set and (remaining_s := until - time.monotonic()) > 0:
            time.sleep(min(STEP_SECONDS, remaining_s))
        return self._is_set


@contextmanager
def exit_at_sigterm() -> Iterator[None]:
    """Have SIGTERM raise `SystemExit` within the block, so that what was begun is taken away; then as it was before."""
    earlier_handler = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier_handler)
