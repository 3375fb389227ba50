"""Find organisations that may be the same, and merge them, on the command line."""

import json
from typing import TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.merging import ask_about_organisations, merge_pair
from skillsnet.intake.management.subcommands import CommandGroup, Subcommand
from skillsnet.intake.reasons import reason_sentences
from skillsnet.participants.models import Organisation
from skillsnet.participants.queries import possible_duplicates
from skillsnet.participants.texts import text_for


class OrganisationJson(TypedDict):
    """An organisation as the command prints it."""

    id: int
    name: str
    country: str


class PairAnswer(TypedDict):
    """Two organisations that may be the same, as the command prints them."""

    left: OrganisationJson
    right: OrganisationJson
    score: float
    reasons: list[str]


def _list_duplicates(command: BaseCommand, *, as_json: bool, **_options: object) -> None:
    """Compare all organisations and list the pairs that nobody has decided yet."""
    ask_about_organisations()
    pairs = [
        PairAnswer(
            left=_organisation_answer(question.left),
            right=_organisation_answer(question.right),
            score=question.score,
            reasons=reason_sentences(question.reasons),
        )
        for question in possible_duplicates()
    ]
    if as_json:
        command.stdout.write(json.dumps(pairs, ensure_ascii=False, indent=1))
        return
    for pair in pairs:
        sides = "\t".join(f"{side['id']} {side['name']} {side['country']}" for side in (pair["left"], pair["right"]))
        command.stdout.write(f"{sides}\t{'; '.join(pair['reasons'])}")
    if not pairs:
        command.stdout.write(_("No possible duplicates need a decision."))


def _organisation_answer(organisation: Organisation) -> OrganisationJson:
    return {"id": organisation.pk, "name": text_for(organisation.name, OPERATOR), "country": organisation.country}


def _merge_organisations(command: BaseCommand, *, target: int, source: int, **_options: object) -> None:
    """Merge the second organisation into the first."""
    target_organisation, source_organisation = _organisation(target), _organisation(source)
    try:
        merge_pair(target_organisation, source_organisation, take=(), by=None)
    except Invalid as invalid:
        raise CommandError("\n".join(invalid.problems)) from invalid
    text = _("“%(gone)s” was merged into “%(kept)s”. To undo this, go to Merges on the site.")
    names = {"gone": text_for(source_organisation.name, OPERATOR), "kept": text_for(target_organisation.name, OPERATOR)}
    command.stdout.write(text % names)


def _organisation(number: int) -> Organisation:
    organisation = Organisation.objects.filter(pk=number).first() if 0 < number <= MAX_ID else None
    if organisation is None:
        text = _(
            "Organisation %(number)d does not exist. Use “skillsnet organisations duplicates” to list possible "
            "duplicates."
        )
        raise CommandError(text % {"number": number})
    return organisation


def _add_duplicates_arguments(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON list")


def _add_merge_arguments(parser: CommandParser) -> None:
    parser.add_argument("target", type=int, metavar="A", help="number of the organisation that stays")
    parser.add_argument("source", type=int, metavar="B", help="number of the one that becomes part of it")


DUPLICATES = Subcommand(
    "list the organisations that may be the same, with the reasons, the most likely first",
    _list_duplicates,
    _add_duplicates_arguments,
)
MERGE = Subcommand(
    "merge two organisations: the first stays, and all that belongs to the second moves to it",
    _merge_organisations,
    _add_merge_arguments,
)


class Command(CommandGroup):
    """Lists organisations that may be the same, or merges two."""

    help = "List possible duplicate organisations, or merge two."
    subcommands = {"duplicates": DUPLICATES, "merge": MERGE}
