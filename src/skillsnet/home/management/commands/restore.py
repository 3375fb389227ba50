"""`skillsnet restore DIR`: put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from skillsnet.db.backups.postgresql import own_name
from skillsnet.db.folder import close_to_others
from skillsnet.home.backups import Restored, restore_backup
from skillsnet.home.backups.faults import command_errors
from skillsnet.home.ending import exit_at_sigterm


class Command(BaseCommand):
    """Changes nothing unless all of it can be put back."""

    help = "Put a backup back: checked, brought up to date, and in one step. The installation must not be running."
    # The database in use may be damaged, of another version, or missing.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="The dated folder of one backup.")
        parser.add_argument(
            "--replace", action="store_true", help="Where data are there already: keep them aside, and replace them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        close_to_others()
        folder = Path(options["folder"])
        with exit_at_sigterm(), own_name(), command_errors(folder):
            restored = restore_backup(folder, replace=options["replace"], say=self.stdout.write)
        for sentence in restore_sentences(restored):
            self.stdout.write(sentence)


def restore_sentences(restored: Restored) -> list[str]:
    """Return what whoever restored has to know, and do."""
    lines = [f"Done: the data of {restored.manifest.taken_at} are in place."]
    if restored.aside:
        lines.append(f"The former data are kept in {restored.aside}. Delete them once you no longer need them.")
    if restored.schema_aside:
        lines.append(f"The former tables are kept in the schema {restored.schema_aside} of the database.")
    lines.append(_acts_lost(restored))
    lines.append("Everybody has been signed out. The map is built again as soon as skillsnet run has started.")
    if restored.held_mails:
        lines.append(
            f"{restored.held_mails} mails were waiting when the backup was made, and may have gone out since: "
            "they are held in the outbox."
        )
    if restored.key_differs:
        lines.append(
            "SKILLSNET_SECRET_KEY is another one than the backup's, which stands in its file secret.key. "
            "What was signed with that one (links in mails) is not valid with this one."
        )
    lines += [f"Look into this: {warning}" for warning in restored.warnings]
    return lines


def _acts_lost(restored: Restored) -> str:
    since = f"What was done since {restored.manifest.taken_at} is not in these data"
    remedy = "Consent that was withdrawn and people who were erased since then must be withdrawn and erased again."
    if restored.acts_lost:
        acts = ", ".join(f"{act} ({count})" for act, count in restored.acts_lost.items())
        return f"{since}. The former data's audit trail names: {acts}. {remedy}"
    return f"{since}. {remedy}"
