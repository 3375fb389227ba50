"""Make two organisations one on the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.merging import merge_pair
from skillsnet.participants.models import Organisation
from skillsnet.participants.texts import text_for


class Command(BaseCommand):
    """Makes the second organisation a part of the first; `skillsnet duplicates` names their numbers."""

    help = "Make two organisations one: the first stays, and all that hangs on the second follows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kept", type=int, metavar="A", help="number of the organisation that stays")
        parser.add_argument("gone", type=int, metavar="B", help="number of the one that becomes part of it")

    def handle(self, *args: Any, **options: Any) -> None:
        kept, gone = _organisation(options["kept"]), _organisation(options["gone"])
        try:
            merge_pair(kept, gone, take=(), by=None)
        except Invalid as refused:
            raise CommandError("\n".join(refused.problems)) from refused
        said = _("“%(gone)s” was merged into “%(kept)s”. To undo this, go to Merges on the site.")
        self.stdout.write(said % {"gone": text_for(gone.name, OPERATOR), "kept": text_for(kept.name, OPERATOR)})


def _organisation(number: int) -> Organisation:
    found = Organisation.objects.filter(pk=number).first() if 0 < number <= MAX_ID else None
    if found is None:
        said = _("Organisation %(number)d does not exist. Use “skillsnet duplicates” to list possible duplicates.")
        raise CommandError(said % {"number": number})
    return found
