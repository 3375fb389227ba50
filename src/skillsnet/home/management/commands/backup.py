"""`skillsnet backup DIR`: copy the whole installation while it runs, and check the copy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.db.folder import close_to_others
from skillsnet.home.backups import make_backup
from skillsnet.home.backups.faults import command_errors
from skillsnet.home.ending import exit_at_sigterm


class Command(BaseCommand):
    """Ends with 0 only when a whole, checked copy is there."""

    help = "Back up database, files and secret key into a new dated folder in DIR, and check it."
    # They load every view, which takes longer than the backup.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="Folder of backups; made when it is not there.")
        parser.add_argument("--keep", type=int, metavar="N", help="Remove all but the newest N backups afterwards.")

    def handle(self, *args: Any, **options: Any) -> None:
        keep, verbosity = options["keep"], options["verbosity"]
        if keep is not None and keep < 1:
            raise CommandError(f"--keep {keep}: name a number from 1.")
        close_to_others()
        # So that a service manager's end takes away what was begun.
        with exit_at_sigterm(), command_errors(Path(options["folder"])):
            backup = make_backup(Path(options["folder"]), keep=keep, say=self.stdout.write if verbosity else _silent)
        if verbosity:
            self.stdout.write(f"Done: {backup.folder} ({backup.size_bytes / 1e6:,.1f} MB), checked.")
            for folder in backup.removed_folders:
                self.stdout.write(f"Removed {folder.name}.")


def _silent(text: str) -> None:
    return None
