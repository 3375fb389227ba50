"""Find projects that may be one, and merge them, on the command line."""

import json
from typing import TypedDict

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from skillsnet.accounts.viewer import OPERATOR
from skillsnet.calls.models import Project
from skillsnet.core.errors import Invalid
from skillsnet.db.limits import MAX_ID
from skillsnet.intake.actions.project_merging import ask_about_projects, merge_projects
from skillsnet.intake.management.subcommands import CommandGroup, Subcommand
from skillsnet.intake.queries.project_pairs import possible_duplicate_projects
from skillsnet.intake.reasons import reason_sentences
from skillsnet.participants.texts import text_for


class ProjectJson(TypedDict):
    """A project as the command prints it."""

    id: int
    title: str
    number: str


class ProjectPairAnswer(TypedDict):
    """Two projects that may be one, as the command prints them."""

    left: ProjectJson
    right: ProjectJson
    score: float
    reasons: list[str]


def _list_duplicates(command: BaseCommand, *, as_json: bool, **_options: object) -> None:
    """Compare all projects with those of their call and list the pairs that nobody has decided yet."""
    ask_about_projects()
    pairs = [
        ProjectPairAnswer(
            left=_project_answer(question.left),
            right=_project_answer(question.right),
            score=question.score,
            reasons=reason_sentences(question.reasons),
        )
        for question in possible_duplicate_projects()
    ]
    if as_json:
        command.stdout.write(json.dumps(pairs, ensure_ascii=False, indent=1))
        return
    for pair in pairs:
        sides = "\t".join(f"{side['id']} {side['title']} {side['number']}" for side in (pair["left"], pair["right"]))
        command.stdout.write(f"{sides}\t{'; '.join(pair['reasons'])}")
    if not pairs:
        command.stdout.write(_("No possible duplicates need a decision."))


def _project_answer(project: Project) -> ProjectJson:
    return {"id": project.pk, "title": text_for(project.title, OPERATOR), "number": project.external_id}


def _merge_projects(command: BaseCommand, *, target: int, source: int, **_options: object) -> None:
    """Merge the second project into the first."""
    target_project, source_project = _project(target), _project(source)
    try:
        merge_projects(target_project, source_project, take=(), by=None)
    except Invalid as invalid:
        raise CommandError("\n".join(invalid.problems)) from invalid
    text = _("“%(gone)s” was merged into “%(kept)s”. To undo this, go to Decisions on projects on the site.")
    titles = {"gone": text_for(source_project.title, OPERATOR), "kept": text_for(target_project.title, OPERATOR)}
    command.stdout.write(text % titles)


def _project(number: int) -> Project:
    project = Project.objects.current().filter(pk=number).first() if 0 < number <= MAX_ID else None
    if project is None:
        text = _("Project %(number)d does not exist. Use “skillsnet projects duplicates” to list possible duplicates.")
        raise CommandError(text % {"number": number})
    return project


def _add_duplicates_arguments(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON list")


def _add_merge_arguments(parser: CommandParser) -> None:
    parser.add_argument("target", type=int, metavar="A", help="number of the project that stays, as its address has it")
    parser.add_argument("source", type=int, metavar="B", help="number of the one that becomes part of it")


class Command(CommandGroup):
    """Lists projects that may be one, or merges two."""

    help = "List possible duplicate projects, or merge two."
    subcommands = {
        "duplicates": Subcommand(
            "list the projects that may be one, with the reasons, the most likely first",
            _list_duplicates,
            _add_duplicates_arguments,
        ),
        "merge": Subcommand(
            "merge two projects of a call: the first stays, and fields that it leaves empty are filled from the second",
            _merge_projects,
            _add_merge_arguments,
        ),
    }
