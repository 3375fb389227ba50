"""How the web server is started: its command line and its environment."""

import os
import sys
from collections.abc import Mapping

APPLICATION = "skillsnet.config.rsgi:application"
# Connections the system holds for us while all are busy; more are refused at once rather than kept waiting.
BACKLOG = 256
# The server's own threads are Rust's, which get 2 MiB where nothing is said; those that answer: see web/door.py.
STACK_BYTES = 8 * 1024 * 1024


def web_command(host: str, port: int) -> list[str]:
    """Return the command that runs the web server in the foreground."""
    return [
        *(sys.executable, "-m", "skillsnet.home.serving", "--interface", "rsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--loop", "asyncio", "--no-ws", "--backlog", str(BACKLOG)),
        *("--log-level", "warning", "--no-access-log"),
        APPLICATION,
    ]


def web_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return an environment with what the web server needs besides; what is set already stays."""
    return {"RUST_MIN_STACK": str(STACK_BYTES), **environment}
