"""`skillsnet create-facilitator EMAIL`: make somebody a facilitator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from skillsnet.accounts.actions import NotAnAddress, make_facilitator


class Command(BaseCommand):
    """Makes a new or an existing user a facilitator."""

    help = "Make the person with this mail address a facilitator. They sign in with a code sent to it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Address of the facilitator, for example ada@example.org.")
        parser.add_argument("--name", default="", help="Name shown on the facilitator's own pages.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, is_new = make_facilitator(options["email"], name=options["name"])
        except NotAnAddress as error:
            raise CommandError(str(error)) from error
        result = "is now a facilitator" if not is_new else "was added as a facilitator"
        self.stdout.write(
            f"{user.email} {result}. They sign in at {reverse('account_login')} with a code sent by mail."
        )
