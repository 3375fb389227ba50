"""A real mail server that takes, refuses, puts off and drops connections as it is told."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller

# What the server does with one delivery: where, and what it says. "drop" cuts the connection instead.
Whim = tuple[str, str]
TAKES: Whim = ("data", "250 OK")
ANSWERED = "250"


class MailServer:
    """Notes what arrived, and which of it was acknowledged to a sender that still listened."""

    def __init__(self, whim: Callable[[str], Whim] = lambda address: TAKES) -> None:
        self.whim = whim
        self.arrived: list[Message] = []
        self.acknowledged: Counter[str] = Counter()
        self.port = 0
        self._now: Whim = TAKES

    @property
    def ids(self) -> list[str]:
        """The ids of what arrived, in order."""
        return [str(message["Message-ID"]) for message in self.arrived]

    @property
    def receivers(self) -> list[str]:
        """The addresses of what arrived, in order."""
        return [str(message["To"]) for message in self.arrived]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self._now = self.whim(address)
        place, answer = self._now
        if place == "rcpt":
            if answer == "drop":
                server.transport.abort()
            return answer if answer != "drop" else "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        place, answer = self._now
        message = message_from_bytes(envelope.content)
        if place == "taken and dropped":
            self.arrived.append(message)
        if answer == "drop":
            server.transport.abort()
            return "421 gone"
        if answer.startswith(ANSWERED):
            self.arrived.append(message)
            self.acknowledged[str(message["Message-ID"])] += 1
        return answer

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self._now[0] == "quit":
            server.transport.abort()
        return "221 Bye"


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """Run the server on a free port of this machine until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        server.port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def setting_of(server: MailServer, *, port: int | None = None) -> dict[str, Any]:
    """Return the platform's setting for this server."""
    login = {"user": "", "password": "", "use_tls": False, "use_ssl": False}
    return {"host": "127.0.0.1", "port": port or server.port, **login}
