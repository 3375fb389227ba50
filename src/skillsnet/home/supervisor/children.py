"""One process that is kept going: started, started again when it ends, and ended in the end."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skillsnet.home.supervisor import launcher

# After it ended it is started again in a second, then two, then four, and at last so many.
LONGEST_BACK_OFF_SECONDS = 60.0
# What ran for so long is healthy: its next end counts as its first.
HEALTHY_SECONDS = 10.0
log = logging.getLogger(__name__)


@dataclass
class Child:
    """A command that shall be running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def look_after(self, now: float) -> None:
        """Start it when it is due, and note when it has ended; called about twice a second."""
        if self.process is not None and self._has_ended():
            self._clear_away(now)
        if self.process is None and now >= self.start_at:
            self._start(now)

    def _start(self, now: float) -> None:
        command = [sys.executable, "-I", launcher.__file__, str(os.getpid()), *self.command]
        try:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the others in order.
            self.process = subprocess.Popen(command, env=dict(self.environment), start_new_session=True)  # noqa: S603
        except OSError as error:
            # No memory or no process to be had just now.
            self._put_off(now, cause=error.strerror)
        self.started_at = now

    def _has_ended(self) -> bool:
        """Return whether it has ended, without taking note of it: until then its number means no other process."""
        assert self.process is not None
        return os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _clear_away(self, now: float) -> None:
        assert self.process is not None
        self._kill_group()
        code = self.process.wait()
        self.process = None
        if now - self.started_at >= HEALTHY_SECONDS:
            self.failures = 0
        self._put_off(now, cause=code)

    def _put_off(self, now: float, *, cause: object) -> None:
        self.failures += 1
        pause_s = back_off(self.failures)
        self.start_at = now + pause_s
        log.warning("process ended", extra={"child": self.name, "code": cause, "starts_again_in_s": pause_s})

    def _kill_group(self) -> None:
        """End what it had started itself, such as the web server's own worker, which would hold the port."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def ask_to_end(self) -> None:
        """Ask it to finish what it is at and end."""
        if self.process is not None and not self._has_ended():
            self.process.terminate()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended yet."""
        return self.process is not None and not self._has_ended()

    def end_now(self) -> None:
        """Kill it where it still runs, with what it had started itself."""
        if self.process is not None:
            self._kill_group()
            self.process.wait()
            self.process = None


def back_off(failures: int) -> float:
    """Return after how many seconds what ended so many times in a row is started again: 1, 2, 4 … 60."""
    return float(min(2.0 ** min(failures - 1, 10), LONGEST_BACK_OFF_SECONDS))
