"""`manage.py runserver`: a database that is ready, pages, and a worker, all started anew on each change of the code."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import runserver
from django.db import connections
from django.utils import autoreload

from skillsnet.development.reloader import SourceReloader
from skillsnet.development.work import start_work
from skillsnet.home.actions import load_example, prepare, takes_example
from skillsnet.home.supervisor.claims import MARK, AlreadyServed, claim, end_left_behind, end_marked
from skillsnet.home.supervisor.launcher import bind_to
from skillsnet.home.supervisor.supervisor import STOP_SECONDS
from skillsnet.home.web_server import why_not_listen, why_taken
from skillsnet.home.welcome import welcome

# Told to `make dev` (tools/dev.py): it cannot be served here, whatever is changed.
IN_VAIN = 2


class Command(runserver.Command):
    """Django's own, without its handler of static files: WhiteNoise has browsers ask for them each time."""

    addr: str
    port: str
    default_port = os.environ.get("PORT", "8000")

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--without-example", action="store_true", help="Start empty instead of with the example.")

    def run(self, **options: Any) -> None:
        """Prepare in the process that starts the others; where its code was broken, in the one that works again."""
        if reason := why_not_listen(self.addr):
            raise CommandError(reason, returncode=IN_VAIN)
        autoreload.get_reloader = SourceReloader
        if os.environ.get(autoreload.DJANGO_AUTORELOAD_ENV) == "true":
            bind_to(os.getppid())
        if MARK in os.environ:
            super().run(**options)
            return
        if reason := why_taken(self.addr, int(self.port)):
            raise CommandError(reason, returncode=IN_VAIN)
        address = f"http://{self.addr}:{self.port}"
        with _claimed(address):
            self._prepare(address, without_example=options["without_example"])
            super().run(**options)

    def _prepare(self, address: str, *, without_example: bool) -> None:
        prepare()
        if takes_example(is_refused=without_example):
            self.stdout.write("First start: loading the example network (473 invented projects).")
            self.stdout.flush()
            load_example()
        self.stdout.write(welcome(address))
        self.stdout.flush()
        connections.close_all()

    def on_bind(self, server_port: int) -> None:
        """Say in one line that pages are served (again), and begin with the work only now: the page comes first."""
        self.stdout.write(f"Serving pages in development mode at http://{self.addr}:{server_port}.")
        self.stdout.flush()
        start_work()


@contextmanager
def _claimed(address: str) -> Iterator[None]:
    """Have the data folder for oneself, and leave no process behind."""
    try:
        folder_claim = claim(settings.DATA_DIR, address=address)
    except AlreadyServed as served:
        raise CommandError(str(served), returncode=IN_VAIN) from None
    end_left_behind(folder_claim.mark, within_s=STOP_SECONDS)
    os.environ[MARK] = folder_claim.mark
    os.environ["SKILLSNET_DATA"] = str(settings.DATA_DIR)
    try:
        yield
    finally:
        # Asked once more, as by `make dev` after Ctrl-C has come to both, it still sees the others end.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        end_marked(folder_claim.mark, within_s=STOP_SECONDS)
