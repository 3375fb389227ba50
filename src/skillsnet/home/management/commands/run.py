"""`skillsnet run`: prepare the database, then keep web server and worker going until Ctrl-C."""

import os
import signal
import sys
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from skillsnet.core.numbers import whole_number
from skillsnet.home.actions import load_example, prepare, takes_example
from skillsnet.home.supervisor.children import Child
from skillsnet.home.supervisor.claims import MARK, AlreadyServed, Claim, claim, end_left_behind
from skillsnet.home.supervisor.supervisor import STOP_SECONDS, Supervisor
from skillsnet.home.web_server import web_command, web_environment, why_not_listen, why_taken
from skillsnet.home.welcome import welcome
from skillsnet.home.worker import Only

HOST = "127.0.0.1"


class Command(BaseCommand):
    """Starts everything and ends everything it started."""

    help = "Prepare the database, load the example network on the first start, and run web server and worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="Port of the web server.")
        parser.add_argument("--host", default=HOST, help="Address to listen on.")
        parser.add_argument("--without-example", action="store_true", help="Start empty instead of with the example.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], _port(options["port"])
        if reason := why_not_listen(host):
            raise CommandError(reason)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _end_early)
        try:
            folder_claim = claim(settings.DATA_DIR, address=f"http://{host}:{port}")
        except AlreadyServed as served:
            raise CommandError(str(served)) from None
        end_left_behind(folder_claim.mark, within_s=STOP_SECONDS)
        if reason := why_taken(host, port):
            raise CommandError(reason)
        prepare()
        if takes_example(is_refused=options["without_example"]):
            self.stdout.write("First start: loading the example network (473 invented projects).")
            load_example()
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(welcome(f"http://{host}:{port}"))
        self.stdout.flush()
        connections.close_all()
        Supervisor(_children(host, port, folder_claim)).run()


def _end_early(number: int, frame: FrameType | None) -> None:
    raise SystemExit("Ended before it had started.")


def _port(text: str) -> int:
    port = whole_number(str(text), largest=65535)
    if not port:
        raise CommandError(f"PORT={text!r} is not a port. Set it to a number from 1 to 65535, such as 8000.")
    return port


def _children(host: str, port: int, folder_claim: Claim) -> list[Child]:
    environment = {**os.environ, "SKILLSNET_DATA": str(settings.DATA_DIR), MARK: folder_claim.mark}
    worker = [sys.executable, "-m", "skillsnet", "worker", "--name", folder_claim.worker, "--only"]
    return [
        Child("web server", web_command(host, port), web_environment(environment)),
        Child("worker", [*worker, Only.OTHER], environment),
        # A code to sign in waits behind no long job.
        Child("mail worker", [*worker, Only.MAIL], environment),
    ]
