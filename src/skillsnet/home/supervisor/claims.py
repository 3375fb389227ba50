"""Who serves a data folder: one `skillsnet run` at a time, and nothing that an earlier one left behind."""

import contextlib
import fcntl
import json
import logging
import os
import select
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LOCK_FILE = "run.lock"
# Set for everything that `skillsnet run` starts, so that the next start recognises what an earlier one left.
MARK = "SKILLSNET_RUN"
log = logging.getLogger(__name__)


class AlreadyServed(Exception):
    """Another process serves the data folder; says which."""


@dataclass(frozen=True)
class Claim:
    """The right to serve a data folder, held while its file is open: the system lets it go when the process ends."""

    file: IO[str]
    mark: str

    @property
    def worker(self) -> str:
        """The name of the folder's worker: the same after every start on this machine."""
        return f"{socket.gethostname()[:30]}-{self.mark}"


def claim(folder: Path, *, address: str) -> Claim:
    """Take the right to serve a data folder and say where it is served; refuse with a sentence while another has it."""
    file = os.fdopen(os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        with file:
            holder = _read_holder(file)
        raise AlreadyServed(
            f"The data folder {folder} is in use: process {holder.get('pid', '?')} serves it at "
            f"{holder.get('address', 'another address')}. "
            "End that process first, or name another folder in SKILLSNET_DATA."
        ) from None
    file.truncate(0)
    json.dump({"pid": os.getpid(), "address": address}, file)
    file.flush()
    return Claim(file, mark_of(folder))


def _read_holder(file: IO[str]) -> dict[str, object]:
    file.seek(0)
    with contextlib.suppress(ValueError):
        holder = json.load(file)
        return holder if isinstance(holder, dict) else {}
    return {}


def mark_of(folder: Path) -> str:
    """Return what tells a folder from all others on the machine; a copy has another mark, a renamed one the same."""
    stat = folder.stat()
    return f"{stat.st_dev:x}-{stat.st_ino:x}"


def end_left_behind(mark: str, *, within_s: float) -> int:
    """End what an earlier start left behind, which holds this mark, and return how many processes that were."""
    ended = end_marked(mark, within_s=within_s)
    if ended:
        log.warning("ended what an earlier start had left running", extra={"processes": ended})
    return len(ended)


def end_marked(mark: str, *, within_s: float) -> list[int]:
    """End every other process that holds this mark, and return their numbers.

    Asked to end first, and killed after so many seconds. Without /proc (not Linux) none is found.
    """
    with contextlib.ExitStack() as stack:
        running = {pid: stack.enter_context(_handle(pid)) for pid in _pids_with(mark)}
        # Looked at again behind the handle: from here on the number cannot come to mean another process.
        ours = {pid: handle for pid, handle in running.items() if handle is not None and _has_mark(pid, mark)}
        for number, pause_s in ((signal.SIGTERM, within_s), (signal.SIGKILL, 5.0)):
            for handle in ours.values():
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(handle, number)
            if _all_ended(list(ours.values()), within_s=pause_s):
                break
    return sorted(ours)


def _pids_with(mark: str) -> list[int]:
    numbers = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if pid != os.getpid() and _has_mark(pid, mark)]


def _has_mark(pid: int, mark: str) -> bool:
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        # Another user's, or gone.
        return False
    return f"{MARK}={mark}".encode() in environment.split(b"\0")


@contextlib.contextmanager
def _handle(pid: int) -> Iterator[int | None]:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        yield None
        return
    try:
        yield handle
    finally:
        os.close(handle)


def _all_ended(handles: list[int], *, within_s: float) -> bool:
    """Wait until every process behind the handles has ended; a handle can be read from then on."""
    deadline = time.monotonic() + within_s
    while handles:
        readable, _, _ = select.select(handles, [], [], max(0.0, deadline - time.monotonic()))
        if not readable:
            return False
        handles = [handle for handle in handles if handle not in readable]
    return True
