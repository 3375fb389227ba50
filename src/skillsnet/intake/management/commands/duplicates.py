"""Look for organisations that may be one, on the command line."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.intake.actions.merging import ask_about_organisations
from skillsnet.intake.reasons import reason_sentences
from skillsnet.participants.models import Organisation
from skillsnet.participants.queries import possible_duplicates
from skillsnet.participants.texts import text_for


class Command(BaseCommand):
    """Compares all organisations and lists the pairs of which nobody has said yet whether they are one."""

    help = "List the organisations that may be one, with the reasons, the likeliest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        ask_about_organisations()
        pairs: list[dict[str, Any]] = [
            {
                "left": _shown(question.left),
                "right": _shown(question.right),
                "score": question.score,
                "reasons": reason_sentences(question.reasons),
            }
            for question in possible_duplicates()
        ]
        if options["as_json"]:
            self.stdout.write(json.dumps(pairs, ensure_ascii=False, indent=1))
            return
        for pair in pairs:
            sides = "\t".join(
                f"{side['id']} {side['name']} {side['country']}" for side in (pair["left"], pair["right"])
            )
            self.stdout.write(f"{sides}\t{'; '.join(pair['reasons'])}")
        if not pairs:
            self.stdout.write(_("No possible duplicates need a decision."))


def _shown(organisation: Organisation) -> dict[str, Any]:
    return {"id": organisation.pk, "name": text_for(organisation.name, OPERATOR), "country": organisation.country}
