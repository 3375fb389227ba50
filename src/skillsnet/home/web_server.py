"""How the web server is started: its command line and its environment."""

import os
import socket
import sys
from collections.abc import Mapping

from django.conf import settings

APPLICATION = "skillsnet.config.rsgi:application"
# Connections the system holds for us while all are busy; more are refused at once rather than kept waiting.
BACKLOG = 256
# Addresses that nobody on another machine reaches.
LOCAL_ADDRESSES = ("127.0.0.1", "::1", "localhost")
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


def why_not_listen(host: str) -> str:
    """Return why pages may not be served at an address, or nothing: debug pages are for this computer alone."""
    if not settings.DEBUG or host in LOCAL_ADDRESSES:
        return ""
    return (
        f"Development mode shows settings and data to everybody who reaches it, so it does not listen on {host}. "
        "Leave the address out, or set SKILLSNET_MODE=local."
    )


def why_taken(host: str, port: int) -> str:
    """Return why a port cannot be used now, or nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"End what runs there, or choose another, such as PORT={port + 1}."
            )
    return ""
