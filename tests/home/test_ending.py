"""A signal ends a process at whatever moment it comes."""

import signal
import subprocess
import sys
import time

import pytest

# Waits again and again for a moment, for two seconds.
WAITS = """
import signal, time
from skillsnet.home.ending import Ending

told, until = Ending(), time.monotonic() + 2
signal.signal(signal.SIGHUP, lambda number, frame: told.set())
print("begun", flush=True)
while time.monotonic() < until:
    told.wait(0.00001)
    told.clear()
print("ended")
"""


@pytest.mark.medium
def test_a_handler_never_waits_for_whoever_waits_for_it() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline() == "begun\n"
        deadline = time.monotonic() + 60
        while waiting.poll() is None and time.monotonic() < deadline:
            waiting.send_signal(signal.SIGHUP)
            time.sleep(0.0001)
        if waiting.poll() is None:
            waiting.kill()
            raise AssertionError("the handler waits for ever")
        assert waiting.stdout.read() == "ended\n"
