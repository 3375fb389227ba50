"""Import a call's export from the command line."""  # noqa: N999 - the command is called so, and is never imported

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from skillsnet.calls.actions import open_call
from skillsnet.core.errors import Invalid
from skillsnet.core.intake.record_linkage.repeated_projects import REPEAT_ANSWERS
from skillsnet.intake.actions import (
    answer_all_new,
    answer_names,
    answer_repeats,
    commit,
    decline_offers,
    preview,
    set_mapping,
    start_run,
)
from skillsnet.intake.enums import target_field_label
from skillsnet.intake.file_reading import FileNote
from skillsnet.intake.file_sentences import note_sentence
from skillsnet.intake.models import ImportRun
from skillsnet.intake.outcomes import ImportOutcome, outcome
from skillsnet.intake.queries.columns import (
    ColumnQuestion,
    column_questions,
    holds_organisations,
)
from skillsnet.intake.repeat_sentences import repeats_sentence
from skillsnet.intake.sentences import column_question_sentence
from skillsnet.taxonomy.actions import install_skills_taxonomy

UNREADABLE = 2
MAX_TITLE_CHARS = 200
SHOWN_PROBLEMS = 20


@dataclass(frozen=True)
class ImportOptions:
    """What was asked for; see the arguments of the command."""

    file: Path
    call: str
    title: str
    example: bool
    mapping: Path | None
    take_offers: bool
    unanswered: str
    repeated_rows: str
    names_agreed: str | None
    organisations: bool
    dry_run: bool


class Command(BaseCommand):
    """Brings a spreadsheet in as projects of a call; a dry run writes nothing at all."""

    help = "Import a call's export (any spreadsheet, or a Kumu project) as projects of a call."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--call", required=True, metavar="NAME", help="the call's short name or title; made when it is new"
        )
        parser.add_argument("--title", default="", help="title of a new call")
        parser.add_argument("--example", action="store_true", help="the material is invented, and every page says so")
        parser.add_argument("--mapping", type=Path, metavar="MAP.json", help='{"Column": "field", …}')
        parser.add_argument(
            "--take-offers", action="store_true",
            help="match columns that are not certain to the offered field; without it they are kept as extra fields",
        )  # fmt: skip
        parser.add_argument(
            "--unanswered", choices=("wait", "new"), default="wait",
            help="rows that may be the same as another wait for an answer on the site, or come in as new ones",
        )  # fmt: skip
        parser.add_argument(
            "--repeated-rows", choices=("wait", *REPEAT_ANSWERS), default="",
            help="rows with the title and organisation, or the number, of another row and other values: wait for an "
            "answer on the site, become separate projects (the default, unless an earlier file of the same source "
            "has an answer), or the latest, or all of them, become one",
        )  # fmt: skip
        parser.add_argument(
            "--names-agreed", metavar="SOURCE",
            help="the people whom rows name agreed to show their names to everyone; how that is known",
        )  # fmt: skip
        parser.add_argument(
            "--organisations", action="store_true",
            help="the file has no projects: each row is an organisation, such as a member of a list",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="answer as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer, notes = _import_file(
                ImportOptions(**{field.name: options[field.name] for field in fields(ImportOptions)})
            )
        except Invalid as error:
            raise CommandError("\n".join(error.problems), returncode=UNREADABLE) from error
        if options["as_json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for note in notes:
            self.stdout.write(note)
        self._print_counts(answer)
        self._print_problems(answer)
        if options["dry_run"]:
            self.stdout.write(_("This was a dry run: nothing was changed."))
        else:
            self.stdout.write(_("To undo this import: skillsnet imports undo %(run)d") % answer)

    def _print_counts(self, answer: ImportOutcome) -> None:
        line = _(
            "%(rows)d rows: %(new)d new, %(updated)d updated, %(unchanged)d unchanged, %(duplicates)d "
            "duplicate rows in the file, %(errors)d with errors, not imported, %(asks)d need a decision; "
            "%(warnings)d of the imported rows have warnings."
        )
        self.stdout.write(line % answer)

    def _print_problems(self, answer: ImportOutcome) -> None:
        problems = answer["problems"]
        for problem in problems[:SHOWN_PROBLEMS]:
            position = _("Row %(row)d, %(column)s") if problem["column"] else _("Row %(row)d")
            self.stdout.write("  " + position % problem + ": " + problem["problem"])
        hidden_count = len(problems) - SHOWN_PROBLEMS
        if hidden_count > 0:
            self.stdout.write("  " + _("… and %(count)d more. Use --json to list all.") % {"count": hidden_count})


def _import_file(options: ImportOptions) -> tuple[ImportOutcome, list[str]]:
    """Read, preview and, unless it is a dry run, write; a dry run's own rows are rolled back."""
    mapping = _mapping(options.mapping)
    if not options.call.strip() or len(options.call) > MAX_TITLE_CHARS:
        raise Invalid(_("Name the call with --call, in at most %(most)d characters.") % {"most": MAX_TITLE_CHARS})
    _prepare_installation()
    with transaction.atomic():
        run, questions = _preview_file(options, mapping)
        answer = outcome(run, questions=questions)
        if options.dry_run:
            transaction.set_rollback(True)
            return {**answer, "run": None}, _note_sentences(run, questions, options)
    run = commit(run, by=None)
    return outcome(run, questions=questions), _note_sentences(run, questions, options)


def _prepare_installation() -> None:
    """Bring a fresh installation's database and categories in, so that an import may be its first act."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    install_skills_taxonomy()


def _preview_file(options: ImportOptions, mapping: dict[str, str]) -> tuple[ImportRun, list[ColumnQuestion]]:
    """Return the run as it would be written, with what is not certain about its columns.

    A dry run takes what is offered, to show what would come of it.
    """
    call, is_new = open_call(options.call, title=options.title, is_example=options.example, by=None)
    path = options.file
    try:
        with path.open("rb") as file:
            run = start_run(file, name=path.name, call=(lambda: call) if is_new else call, by=None)
    except OSError as error:
        text = _("%(path)s cannot be opened: %(reason)s. Check the path and that you are allowed to read the file.")
        raise Invalid(text % {"path": path, "reason": error.strerror}) from error
    if mapping:
        set_mapping(run, mapping, by=None)
    questions = [question for question in column_questions(run) if not (question.is_list and options.organisations)]
    if holds_organisations(run) and not options.organisations and not options.dry_run:
        raise Invalid(
            _(
                "This file has no projects: no column is matched to the project title. To take it in as a list of "
                "organisations, repeat the command with --organisations. Otherwise name the column with the titles in "
                "--mapping."
            )
        )
    if not (options.take_offers or options.dry_run):
        _refuse_uncertain(questions, target_field="organisation" if options.organisations else "title")
        decline_offers(run)
    preview(run)
    _answer_repeats(run, options.repeated_rows)
    if options.unanswered == "new" and run.tally["asks"]:
        answer_all_new(run, by=None)
        preview(run)
    if options.names_agreed is not None:
        answer_names(run, answer="agreed", source=options.names_agreed, by=None)
    return run, questions


def _answer_repeats(run: ImportRun, choice: str) -> None:
    """Say what becomes of rows that repeat each other; without a wish, nothing of them is dropped or joined."""
    answer = "" if choice == "wait" else choice or run.repeat_answer or "separate"
    if run.tally["repeats"] and answer != (run.repeat_answer or ""):
        answer_repeats(run, answer, by=None)
        preview(run)


def _refuse_uncertain(questions: Sequence[ColumnQuestion], *, target_field: str) -> None:
    """Raise `Invalid` where a field without which no row comes in is only offered."""
    columns = [question.column for question in questions if question.target_field == target_field and question.column]
    if columns:
        text = _(
            "“%(column)s” may be the field “%(field)s”, but this is not certain. Nothing was imported. Confirm it with "
            "--mapping MAP.json, or use --take-offers."
        )
        raise Invalid(text % {"column": columns[0], "field": target_field_label(target_field)})


def _note_sentences(run: ImportRun, questions: Sequence[ColumnQuestion], options: ImportOptions) -> list[str]:
    notes = [note_sentence(FileNote.from_json(note)) for note in run.notes]
    if run.tally["repeats"]:
        hint = _("To change this, undo the import and use --repeated-rows.")
        sentence = repeats_sentence(run.tally["repeats"], run.repeat_answer)
        notes.append(_("%(sentence)s %(more)s") % {"sentence": sentence, "more": hint})
    notes += map(column_question_sentence, questions)
    if options.take_offers or not any(question.column for question in questions):
        return notes
    if options.dry_run:
        return [*notes, _(
            "This dry run matches these columns to the offered fields. An import keeps them as extra fields, unless "
            "you use --mapping MAP.json or --take-offers."
        )]  # fmt: skip
    return [*notes, _(
        "These columns were kept as extra fields. To match them, use --mapping MAP.json or --take-offers."
    )]  # fmt: skip


def _mapping(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    hint = _('Write it like this: {"Column name": "field"}.')
    try:
        mapping = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise Invalid(
            _("%(path)s cannot be read as a list of columns and fields.") % {"path": path} + " " + hint
        ) from error
    if not isinstance(mapping, dict) or not all(isinstance(field, str) for field in mapping.values()):
        raise Invalid(_("%(path)s does not match columns to fields.") % {"path": path} + " " + hint)
    return mapping
