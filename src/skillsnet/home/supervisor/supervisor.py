"""Keeps the web server and the worker going until a signal comes, and does the chores beside them."""

import signal
import time
from collections.abc import Sequence
from types import FrameType

from skillsnet.home.ending import Ending
from skillsnet.home.housekeeping import Housekeeper
from skillsnet.home.supervisor.children import Child

LOOK_SECONDS = 0.5
# Longer than a worker gives the job it is at (worker.GRACE_SECONDS).
STOP_SECONDS = 15.0


class Supervisor:
    """Touches no database itself: whatever becomes of that, the processes are looked after."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self.ending = Ending()
        self.signals = 0

    def run(self) -> None:
        """Keep all going until SIGINT, SIGTERM or SIGHUP, then end all; a second signal ends them at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup nobody wants to hear of a terminal that closes.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        housekeeper = Housekeeper()
        housekeeper.start()
        try:
            while not self.signals:
                for child in self.children:
                    child.look_after(time.monotonic())
                self.ending.wait(LOOK_SECONDS)
        finally:
            housekeeper.stop.set()
            self._end_all()
            housekeeper.join(1.0)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.signals += 1
        self.ending.set()

    def _end_all(self) -> None:
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + STOP_SECONDS
        while self.signals < 2 and time.monotonic() < deadline and any(child.is_running for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            child.end_now()
