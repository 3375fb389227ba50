"""The former name of `skillsnet organisations duplicates`."""

from skillsnet.intake.management.commands.organisations import DUPLICATES
from skillsnet.intake.management.subcommands import RenamedCommand


class Command(RenamedCommand):
    """Runs `organisations duplicates`."""

    help = "Former name of: skillsnet organisations duplicates."
    former_name = "duplicates"
    group_name = "organisations"
    subcommand_name = "duplicates"
    subcommand = DUPLICATES
