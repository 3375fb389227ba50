"""The command `skillsnet`: the platform's and Django's management commands by one name."""

import os
import sys

from skillsnet.db.folder import close_to_others


def main(argv: list[str] | None = None) -> None:
    """Run one command; `skillsnet help` lists them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    close_to_others()
    from django.core.management import execute_from_command_line

    arguments = ["skillsnet", *(argv if argv is not None else sys.argv)[1:]]
    if len(arguments) > 1:
        # A module's name holds no dash, a command's may: `skillsnet create-facilitator`.
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    execute_from_command_line(arguments)
