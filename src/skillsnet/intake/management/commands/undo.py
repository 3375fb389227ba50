"""Take an import back from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.intake.actions import undo
from skillsnet.intake.enums import RunState
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import kept_rows
from skillsnet.intake.queries.kept import undo_forecast
from skillsnet.intake.rules import why_not_undo
from skillsnet.intake.sentences import kept_sentence


class Command(BaseCommand):
    """Restores what stood before an import, except what somebody has decided or changed since."""

    help = "Take an import back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="the import's number")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.select_related("call").filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("Import %(run)d does not exist.") % options)
        if run.state != RunState.UNDOING and why_not_undo(run):
            text = _("Import %(run)d cannot be undone: its state is “%(state)s”.")
            raise CommandError(text % {"run": run.pk, "state": run.get_state_display()})
        found = undo_forecast(run)
        said = _("Projects to remove: %(gone)d. To restore: %(restored)d. To leave unchanged: %(kept)d.")
        self.stdout.write(said % {"gone": found.gone, "restored": found.restored, "kept": found.kept})
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was changed."))
            return
        undo(run, by=None)
        kept = run.tally["kept"]
        self.stdout.write(_("Import %(run)d was undone.") % options)
        if kept:
            text = ngettext("%(count)d row was not undone:", "%(count)d rows were not undone:", kept)
            self.stdout.write(text % {"count": kept})
        for row in kept_rows(run):
            self.stdout.write(f"  {row.number}: {kept_sentence(row)}")
