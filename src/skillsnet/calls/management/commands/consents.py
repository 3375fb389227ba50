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
from skillsnet.participants.texts import shown
from skillsnet.participants.visibility import PERSON_FIELDS

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
            self._change(options)
            return
        standing = Consent.objects.filter(withdrawn_at=None).select_related("person").order_by("person_id", "field")
        for one in standing.iterator(chunk_size=500):
            told = {"person": _label(one.person), "number": one.person_id, "field": one.field, "to": one.audience}
            told |= {"source": one.source, "given_at": one.given_at.isoformat()}
            line = f"{told['person']}: {one.field} to {one.audience} since {one.given_at:%Y-%m-%d} ({one.source})"
            self.stdout.write(json.dumps(told) if options["as_json"] else line)

    def _change(self, options: dict[str, Any]) -> None:
        person = _person(options["who"].strip(), options["person"])
        if options["change"] == "withdraw":
            withdraw_consent(person, options["field"], by=None)
            self.stdout.write(f"{_label(person)}: {options['field']} is shown to nobody but facilitators.")
            return
        source = options["source"].strip()
        if not 0 < len(source) <= SOURCE_LETTERS:
            raise CommandError(
                f"Say with --source where they agreed, in at most {SOURCE_LETTERS} characters, such as: mail of 3 May."
            )
        give_consent(
            person, options["field"], audience=options["to"], wording="told an operator", source=source, by=None
        )
        self.stdout.write(f"{_label(person)}: {options['field']} is shown to {options['to']}.")


def _person(who: str, number: int | None) -> Person:
    """Return the one person that is meant, or say how to name them."""
    people = people_known_as(who) if who else list(Person.objects.filter(pk=min(number or 0, MAX_ID)))
    found = [person for person in people if number in (None, person.pk)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = "; ".join(f"{person.pk} ({_place(person)})" for person in found)
        raise CommandError(
            f"{len(found)} people are called {who!r}: add --person and the number of the one you mean: {listed}.",
            returncode=UNCLEAR,
        )
    if who and people:
        raise CommandError(
            f"Person {number} is not called {who!r}. Leave --person out to see who is.", returncode=UNCLEAR
        )
    if not who and number is None:
        raise CommandError("Say whom you mean: write their mail address or whole name.", returncode=UNCLEAR)
    named = f"the address or the name {who!r}" if who else f"the number {number}"
    raise CommandError(f"No person of the network has {named}. Check the spelling.", returncode=UNCLEAR)


def _label(person: Person) -> str:
    return person.email or f"{person.name} (person {person.pk})"


def _place(person: Person) -> str:
    names = [shown(one.organisation.name, OPERATOR) for one in person.affiliations.all()]
    return ", ".join(sorted(names)) or "no organisation"
