"""Starts a program that is asked to end when the process that started it has died, however it died (on Linux).

Run as a file, `launcher.py PARENT PROGRAM ARGUMENTS…`, it imports nothing of the platform and becomes the program.
"""

import ctypes
import os
import signal
import sys

# From Linux's <sys/prctl.h>; it outlives the exec that follows.
PR_SET_PDEATHSIG = 1


def bind_to(parent: int) -> None:
    """Have this process asked to end when its parent has died."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        # It died before it could be listened for.
        sys.exit(1)


def main(parent: int, command: list[str]) -> None:
    """Become the command, bound to the life of the parent."""
    bind_to(parent)
    os.execv(command[0], command)  # noqa: S606 (own commands)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
