"""Granian, run as `python -m skillsnet.home.serving` with its own arguments, and ended by signals at any moment.

Granian's handlers set a `threading.Event`, so that a second signal right after a first can keep it for ever (see
`ending`). And one comes: when a program with threads is killed, Linux tells its children for each of its threads.
"""

from typing import Any

from granian import cli
from granian.server.mp import MPServer

from skillsnet.home.ending import Ending


class EndableServer(MPServer):
    """Granian's server with a sign that its handlers may set at any moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # All that granian asks of an event.
        self.main_loop_interrupt = Ending()  # type: ignore[assignment]


if __name__ == "__main__":
    cli.Server = EndableServer
    cli.entrypoint()
