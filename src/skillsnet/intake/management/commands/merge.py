"""The former name of `skillsnet organisations merge`."""

from skillsnet.intake.management.commands.organisations import MERGE
from skillsnet.intake.management.subcommands import RenamedCommand


class Command(RenamedCommand):
    """Runs `organisations merge`."""

    help = "Former name of: skillsnet organisations merge."
    former_name = "merge"
    group_name = "organisations"
    subcommand_name = "merge"
    subcommand = MERGE
