"""The former name of `skillsnet imports list`."""

from skillsnet.intake.management.commands.imports import LIST
from skillsnet.intake.management.subcommands import RenamedCommand


class Command(RenamedCommand):
    """Runs `imports list`."""

    help = "Former name of: skillsnet imports list."
    former_name = "runs"
    group_name = "imports"
    subcommand_name = "list"
    subcommand = LIST
