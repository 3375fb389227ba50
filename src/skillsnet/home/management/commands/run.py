"""`skillsnet run`: prepare the database, then keep web server and worker running until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.core.numbers import whole_number
from skillsnet.home.actions import EXAMPLE_FACILITATOR, is_empty, load_example, prepare
from skillsnet.home.housekeeping import chores_of, do_what_is_due
from skillsnet.home.web_server import web_command, web_environment

HOST = "127.0.0.1"
STOP_SECONDS = 10


class Command(BaseCommand):
    """Starts everything and ends everything it started."""

    help = "Prepare the database, load the example network on the first start, and run web server and worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="Port of the web server.")
        parser.add_argument("--host", default=HOST, help="Address to listen on.")
        parser.add_argument("--without-example", action="store_true", help="Start empty instead of with the example.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], _port(options["port"])
        _refuse_taken(host, port)
        prepare()
        if is_empty() and not options["without_example"]:
            self.stdout.write("First start: loading the example network (473 invented participants).")
            load_example()
        call_command("collectstatic", interactive=False, verbosity=0)
        self._say_where(host, port)
        _Processes(host, port).run()

    def _say_where(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}"
        self.stdout.write(f"\n  Skills Innovation Network is starting at {address}\n")
        self.stdout.write(f"  Sign in at {address}/accounts/login/ with the address {EXAMPLE_FACILITATOR}.")
        self.stdout.write("  No mail server is set, so the code to sign in is printed here.")
        self.stdout.write("  Ctrl-C ends it.\n")
        self.stdout.flush()


def _port(text: str) -> int:
    port = whole_number(str(text), largest=65535)
    if not port:
        raise CommandError(f"PORT={text!r} is not a port. Set it to a number from 1 to 65535, such as 8000.")
    return port


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"End what runs there, or choose another: make run PORT={port + 1}"
            ) from error


class _Processes:
    """The web server and the worker, started together and ended together."""

    def __init__(self, host: str, port: int) -> None:
        self.commands = {
            "web server": web_command(host, port),
            "worker": [sys.executable, "-m", "skillsnet", "db_worker", "--interval", "1", "--no-reload"],
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.is_stopping = False

    def run(self) -> None:
        """Keep both going until a signal comes; a process that dies is started again, once a second at most."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        chores = chores_of()
        while not self.is_stopping:
            for name, command in self.commands.items():
                if name not in self.running or self.running[name].poll() is not None:
                    self.running[name] = self._start(command)
            do_what_is_due(chores)
            time.sleep(1)
        self._end_all()

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        environment = {**web_environment(), "SKILLSNET_DATA": str(settings.DATA_DIR)}
        # A session of its own: Ctrl-C reaches this process alone, which then ends the others in order.
        return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 (own commands)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _end_all(self) -> None:
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
