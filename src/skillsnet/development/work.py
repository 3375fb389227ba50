"""The worker and the chores beside a web server for developers: they live as long as the process that serves pages."""

import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.utils.autoreload import file_changed

from skillsnet.home.housekeeping import Housekeeper
from skillsnet.home.supervisor.children import Child

LOOK_SECONDS = 0.5


class Keeper(threading.Thread):
    """Keeps a worker going; the system asks it to end when this process has ended."""

    def __init__(self) -> None:
        super().__init__(name="keeper", daemon=True)
        self.worker = Child("worker", [sys.executable, "-m", "skillsnet", "worker"], dict(os.environ))

    def run(self) -> None:
        """Start it, and again whenever it has ended."""
        while True:
            self.worker.look_after(time.monotonic())
            time.sleep(LOOK_SECONDS)

    def start_again(self, *, file_path: Path, **named: Any) -> None:
        """Have the worker read a catalogue anew: unlike the web server it has nobody who tells it."""
        if file_path.suffix == ".mo":
            self.worker.ask_to_end()


def start_work() -> None:
    """Begin with jobs and chores, beside the pages."""
    keeper = Keeper()
    keeper.start()
    file_changed.connect(keeper.start_again, weak=False)
    Housekeeper().start()
