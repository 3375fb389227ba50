"""A command that kills itself with SIGKILL at one of its steps: `python -m tests.home.killed STEP COMMAND …`.

`fsync:N` is the Nth time something goes down to the disk; `before:NAME:N` and `after:NAME:N` stand around the Nth
rename whose target ends with NAME; `call:MODULE:FUNCTION:N` is the Nth call of a function, before it does anything.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def arm(step: str) -> None:
    """Let this process be killed at a step."""
    kind, *words = step.split(":")
    left = int(words[-1])

    def count() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    if kind == "fsync":
        _wrap(os, "fsync", before=lambda *_: count())
    elif kind == "before":
        _wrap(os, "rename", before=lambda source, target: str(target).endswith(words[0]) and count())
    elif kind == "after":
        _wrap(os, "rename", after=lambda source, target: str(target).endswith(words[0]) and count())
    else:
        _wrap(import_module(words[0]), words[1], before=lambda *_: count())


def _wrap(module: Any, name: str, *, before: Callable[..., Any] | None = None, after: Any = None) -> None:
    original = getattr(module, name)

    def wrapped(*args: Any, **options: Any) -> Any:
        if before is not None and before(*args):
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **options)
        if after is not None and after(*args):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, wrapped)


if __name__ == "__main__":
    arm(sys.argv[1])
    from skillsnet.cli import main

    main(["skillsnet", *sys.argv[2:]])
