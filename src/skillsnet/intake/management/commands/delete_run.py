"""Delete an import from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.intake.actions import delete_run
from skillsnet.intake.models import ImportRun
from skillsnet.intake.rules import why_not_delete


class Command(BaseCommand):
    """Deletes an import with the rows it kept of its file; what it put on the map stays."""

    help = "Delete an import with what it kept of its file; what it put on the map stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the import's number")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("Import %(run)d does not exist.") % options)
        if why_not := why_not_delete(run):
            raise CommandError(why_not)
        delete_run(run, by=None)
        self.stdout.write(_("Import %(run)d was deleted.") % options)
