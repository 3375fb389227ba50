"""The former name of `skillsnet imports undo`."""

from skillsnet.intake.management.commands.imports import UNDO
from skillsnet.intake.management.subcommands import RenamedCommand


class Command(RenamedCommand):
    """Runs `imports undo`."""

    help = "Former name of: skillsnet imports undo."
    former_name = "undo"
    group_name = "imports"
    subcommand_name = "undo"
    subcommand = UNDO
