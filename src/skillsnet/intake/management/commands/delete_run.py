"""The former name of `skillsnet imports delete`."""

from skillsnet.intake.management.commands.imports import DELETE
from skillsnet.intake.management.subcommands import RenamedCommand


class Command(RenamedCommand):
    """Runs `imports delete`."""

    help = "Former name of: skillsnet imports delete."
    former_name = "delete-run"
    group_name = "imports"
    subcommand_name = "delete"
    subcommand = DELETE
