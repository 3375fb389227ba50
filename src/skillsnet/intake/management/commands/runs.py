"""List the imports on the command line."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from skillsnet.intake.queries import all_runs


class Command(BaseCommand):
    """Names every import with what became of it, the newest first."""

    help = "List the imports, the newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        runs = [
            {
                "run": run.pk,
                "state": run.state,
                "file": run.name,
                "call": run.call.slug,
                "rows": run.tally["rows"],
                "created_at": run.created_at.isoformat(timespec="seconds"),
            }
            for run in all_runs()
        ]
        if options["as_json"]:
            self.stdout.write(json.dumps(runs, ensure_ascii=False, indent=1))
            return
        for run in runs:
            self.stdout.write("\t".join(str(value) for value in run.values()))
        if not runs:
            self.stdout.write(
                _(
                    "Nothing has been imported yet. Export the projects from the call’s platform as a spreadsheet "
                    "and import it here."
                )
            )
