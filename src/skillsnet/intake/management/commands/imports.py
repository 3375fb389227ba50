"""List, undo and delete imports on the command line."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillsnet.intake.actions import delete_run, undo
from skillsnet.intake.enums import RunState
from skillsnet.intake.management.subcommands import CommandGroup, Subcommand
from skillsnet.intake.models import ImportRun
from skillsnet.intake.queries import all_runs, kept_rows
from skillsnet.intake.queries.undo_forecasts import undo_forecast
from skillsnet.intake.rules import why_not_delete, why_not_undo
from skillsnet.intake.sentences import kept_sentence


def _list_imports(command: BaseCommand, *, as_json: bool, **_options: object) -> None:
    """Name every import with its result, the newest first."""
    runs: list[dict[str, str | int]] = [
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
    if as_json:
        command.stdout.write(json.dumps(runs, ensure_ascii=False, indent=1))
        return
    for run in runs:
        command.stdout.write("\t".join(str(value) for value in run.values()))
    if not runs:
        command.stdout.write(
            _(
                "Nothing has been imported yet. Export the projects from the call’s platform as a spreadsheet "
                "and import it here."
            )
        )


def _undo_import(command: BaseCommand, *, run: int, dry_run: bool, **_options: object) -> None:
    """Restore what was there before an import, except what somebody has decided or changed since."""
    import_run = _import_run(run)
    if import_run.state != RunState.UNDOING and why_not_undo(import_run):
        text = _("Import %(run)d cannot be undone: its state is “%(state)s”.")
        raise CommandError(text % {"run": import_run.pk, "state": import_run.get_state_display()})
    forecast = undo_forecast(import_run)
    text = _("Projects to remove: %(gone)d. To restore: %(restored)d. To leave unchanged: %(kept)d.")
    counts = {"gone": forecast.deleted, "restored": forecast.restored, "kept": forecast.kept}
    command.stdout.write(text % counts)
    if dry_run:
        command.stdout.write(_("This was a dry run: nothing was changed."))
        return
    undo(import_run, by=None)
    command.stdout.write(_("Import %(run)d was undone.") % {"run": run})
    kept_count = import_run.tally["kept"]
    if kept_count:
        text = ngettext("%(count)d row was not undone:", "%(count)d rows were not undone:", kept_count)
        command.stdout.write(text % {"count": kept_count})
    for row in kept_rows(import_run):
        command.stdout.write(f"  {row.number}: {kept_sentence(row)}")


def _delete_import(command: BaseCommand, *, run: int, **_options: object) -> None:
    """Delete an import with the rows it kept of its file; what it put on the map stays."""
    import_run = _import_run(run)
    if why_not := why_not_delete(import_run):
        raise CommandError(why_not)
    delete_run(import_run, by=None)
    command.stdout.write(_("Import %(run)d was deleted.") % {"run": run})


def _import_run(number: int) -> ImportRun:
    run = ImportRun.objects.select_related("call").filter(pk=number).first()
    if run is None:
        raise CommandError(_("Import %(run)d does not exist.") % {"run": number})
    return run


def _add_list_arguments(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON list")


def _add_undo_arguments(parser: CommandParser) -> None:
    _add_run_argument(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")


def _add_run_argument(parser: CommandParser) -> None:
    parser.add_argument("run", type=int, help="the import's number")


LIST = Subcommand("list the imports, the newest first", _list_imports, _add_list_arguments)
UNDO = Subcommand("undo an import", _undo_import, _add_undo_arguments)
DELETE = Subcommand(
    "delete an import with what it kept of its file; what it put on the map stays", _delete_import, _add_run_argument
)


class Command(CommandGroup):
    """Lists the imports, undoes one, or deletes one."""

    help = "List, undo or delete imports."
    subcommands = {"list": LIST, "undo": UNDO, "delete": DELETE}
