"""`skillsnet consents`: what people agreed to show, and writing down that they agree or take it back."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.calls.names import give_consent, withdraw_consent
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import SOURCE_LETTERS, Consent, Person
from skillsnet.participants.visibility import PERSON_FIELDS


class Command(BaseCommand):
    """Lists consents, and changes one."""

    help = "List what people agreed to show; or write down that somebody agrees, or takes it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("change", nargs="?", choices=["give", "withdraw"], help="What to do; without it, list.")
        parser.add_argument("email", nargs="?", default="", help="Address of the person.")
        parser.add_argument("--field", choices=PERSON_FIELDS, default="name", help="What they agree to show.")
        parser.add_argument("--to", choices=[Audience.MEMBERS.value, Audience.PUBLIC.value], default="public")
        parser.add_argument("--source", default="", help="Where they said so, such as: mail of 3 May.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer with one JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["change"]:
            self._change(options)
            return
        standing = Consent.objects.filter(withdrawn_at=None).select_related("person").order_by("person_id", "field")
        for one in standing.iterator(chunk_size=500):
            told = {"person": one.person.email or one.person.key, "field": one.field, "to": one.audience}
            told |= {"source": one.source, "given_at": one.given_at.isoformat()}
            line = f"{told['person']}: {one.field} to {one.audience} since {one.given_at:%Y-%m-%d} ({one.source})"
            self.stdout.write(json.dumps(told) if options["as_json"] else line)

    def _change(self, options: dict[str, Any]) -> None:
        address = options["email"].strip().lower()
        person = Person.objects.filter(email__iexact=address).first() if address else None
        if person is None:
            raise CommandError(f"No person of the network has the address {options['email']!r}. Check the spelling.")
        if options["change"] == "withdraw":
            withdraw_consent(person, options["field"], by=None)
            self.stdout.write(f"{address}: {options['field']} is shown to nobody but facilitators.")
            return
        source = options["source"].strip()
        if not 0 < len(source) <= SOURCE_LETTERS:
            raise CommandError(
                f"Say with --source where they agreed, in at most {SOURCE_LETTERS} characters, such as: mail of 3 May."
            )
        give_consent(
            person, options["field"], audience=options["to"], wording="told an operator", source=source, by=None
        )
        self.stdout.write(f"{address}: {options['field']} is shown to {options['to']}.")
