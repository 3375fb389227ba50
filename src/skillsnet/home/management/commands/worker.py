"""`skillsnet worker`: do the jobs of the queue; `skillsnet run` starts one and watches over it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError
from django.utils.crypto import get_random_string

from skillsnet.db.jobs import queue_status
from skillsnet.db.outage import is_outage
from skillsnet.home.worker import Only, Worker


class Command(BaseCommand):
    """For a machine that shall work without serving pages; ends at SIGTERM, and what it was at is queued again."""

    help = "Do the background work until it is asked to end. `skillsnet run` starts one itself."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="", help="What the worker is known by; no two may have the same.")
        parser.add_argument("--only", choices=[*Only], default=Only.ALL, help="Which jobs it does; without it, all.")

    def handle(self, *args: Any, **options: Any) -> None:
        _refuse_unprepared()
        Worker(options["name"] or get_random_string(16), only=Only(options["only"])).run()


def _refuse_unprepared() -> None:
    """Raise what a database that was never set up answers; one that is away is waited for."""
    try:
        queue_status()
    except (DatabaseError, InterfaceError) as error:
        if not is_outage(error):
            raise
