"""The command `skillsnet`: the platform's and Django's management commands by one name."""

import os
import sys
from importlib.metadata import version

from skillsnet.db.folder import close_to_others


def main(argv: list[str] | None = None) -> None:
    """Run one command; `skillsnet help` lists them."""
    if (argv if argv is not None else sys.argv)[1:] in (["--version"], ["version"]):
        # Django would tell its own.
        sys.stdout.write(f"{version('skillsnet')}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    close_to_others()
    from django.core.management import execute_from_command_line

    arguments = ["skillsnet", *(argv if argv is not None else sys.argv)[1:]]
    if len(arguments) > 1:
        # A module's name holds no dash, a command's may: `skillsnet create-facilitator`.
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    try:
        execute_from_command_line(arguments)
    except Exception as error:  # boundary: what is not a fault of ours is told in one sentence
        sentence = _what_to_do(error)
        if sentence is None:
            raise
        sys.exit(sentence)


def _what_to_do(error: Exception) -> str | None:
    """Return what to do about a database that was never set up, is of another version, or cannot be used."""
    from django.conf import settings
    from django.db import OperationalError, ProgrammingError

    from skillsnet.db.outage import is_outage

    if is_outage(error):
        return "skillsnet: the database cannot be used now. See that it runs and is not locked, and try again."
    cause = error.__cause__
    is_sqlites = isinstance(error, OperationalError) and str(error).startswith(("no such table", "no such column"))
    is_postgresqls = isinstance(error, ProgrammingError) and getattr(cause, "sqlstate", "") in ("42P01", "42703")
    if is_sqlites or is_postgresqls:
        return (
            f"skillsnet: the database of {settings.DATA_DIR} is not set up for this version. "
            "Set it up with: skillsnet run (or skillsnet migrate), or name another folder in SKILLSNET_DATA."
        )
    return None
