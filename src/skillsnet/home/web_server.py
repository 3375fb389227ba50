"""How the web server is started: its command line and its environment."""

import os
import sys
from collections.abc import Mapping

APPLICATION = "skillsnet.config.wsgi:application"
# Pages wait for the database and the disk, so more threads than cores; each holds a database connection.
THREADS = 4
# Connections the system holds for us while all are busy; more are refused at once rather than kept waiting.
BACKLOG = 256
# The server's threads are Rust's, which get 2 MiB where nothing is said; a thread of the system gets 8.
STACK_BYTES = 8 * 1024 * 1024


def web_command(host: str, port: int) -> list[str]:
    """Return the command that runs the web server in the foreground."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(THREADS), "--backlog", str(BACKLOG)),
        *("--log-level", "warning", "--no-access-log"),
        APPLICATION,
    ]


def web_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return an environment with what the web server needs besides; what is set already stays."""
    return {"RUST_MIN_STACK": str(STACK_BYTES), **environment}
