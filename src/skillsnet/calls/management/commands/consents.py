"""`skillsnet consents`: what people agreed to show, and writing down that they agree or take it back."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.actions import give_consent, withdraw_consent
from skillsnet.db.limits import MAX_ID
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import SOURCE_LETTERS, Consent, Person
from skillsnet.participants.queries import people_known_as
from skillsnet.participants.texts import text_for
from skillsnet.participants.visibility import PERSON_FIELDS, PersonField

# Nobody, or more than one, is meant.
UNCLEAR = 2


class Command(BaseCommand):
    """Lists consents, and changes one."""

    help = "List what people agreed to show; or write down that somebody agrees, or takes it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("change", nargs="?", choices=["give", "withdraw"], help="What to do; without it, list.")
        parser.add_argument("who", nargs="?", default="", help="Mail address of the person, or their whole name.")
        parser.add_argument(
            "--person", type=int, metavar="N", help="Number of the person, where several have the name."
        )
        parser.add_argument("--field", choices=PERSON_FIELDS, default="name", help="What they agree to show.")
        parser.add_argument("--to", choices=[Audience.MEMBERS.value, Audience.PUBLIC.value], default="public")
        parser.add_argument("--source", default="", help="Where they said so, such as: mail of 3 May.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer with one JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["change"]:
            self._change(
                _person(options["who"].strip(), options["person"]),
                options["field"],
                is_withdrawn=options["change"] == "withdraw",
                audience=options["to"],
                source=options["source"].strip(),
            )
            return
        current = Consent.objects.filter(withdrawn_at=None).select_related("person").order_by("person_id", "field")
        for consent in current.iterator(chunk_size=500):
            values = {
                "person": _label(consent.person),
                "number": consent.person_id,
                "field": consent.field,
                "to": consent.audience,
                "source": consent.source,
                "given_at": consent.given_at.isoformat(),
            }
            line = (
                f"{values['person']}: {consent.field} to {consent.audience} "
                f"since {consent.given_at:%Y-%m-%d} ({consent.source})"
            )
            self.stdout.write(json.dumps(values) if options["as_json"] else line)

    def _change(self, person: Person, field: PersonField, *, is_withdrawn: bool, audience: str, source: str) -> None:
        if is_withdrawn:
            withdraw_consent(person, field, by=None)
            self.stdout.write(f"{_label(person)}: {field} is shown to nobody but facilitators.")
            return
        if not 0 < len(source) <= SOURCE_LETTERS:
            raise CommandError(
                f"Say with --source where they agreed, in at most {SOURCE_LETTERS} characters, such as: mail of 3 May."
            )
        give_consent(person, field, audience=audience, wording="told an operator", source=source, by=None)
        self.stdout.write(f"{_label(person)}: {field} is shown to {audience}.")


def _person(address_or_name: str, number: int | None) -> Person:
    """Return the one person that is meant, or say how to name them."""
    if address_or_name:
        people = people_known_as(address_or_name)
    else:
        people = list(Person.objects.filter(pk=min(number or 0, MAX_ID)))
    matches = [person for person in people if number in (None, person.pk)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        choices = "; ".join(f"{person.pk} ({_organisations_of(person)})" for person in matches)
        raise CommandError(
            f"{len(matches)} people are called {address_or_name!r}: add --person and the number of the one you mean: "
            f"{choices}.",
            returncode=UNCLEAR,
        )
    if address_or_name and people:
        raise CommandError(
            f"Person {number} is not called {address_or_name!r}. Leave --person out to see who is.", returncode=UNCLEAR
        )
    if not address_or_name and number is None:
        raise CommandError("Say whom you mean: write their mail address or whole name.", returncode=UNCLEAR)
    description = f"the address or the name {address_or_name!r}" if address_or_name else f"the number {number}"
    raise CommandError(f"No person of the network has {description}. Check the spelling.", returncode=UNCLEAR)


def _label(person: Person) -> str:
    return person.email or f"{person.name} (person {person.pk})"


def _organisations_of(person: Person) -> str:
    names = [text_for(affiliation.organisation.name, OPERATOR) for affiliation in person.affiliations.all()]
    return ", ".join(sorted(names)) or "no organisation"
