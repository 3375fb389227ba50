"""Names of people in an import's rows: shown with the commit where they agreed, held back again with the undo."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from skillsnet.calls.actions import give_names, take_back_names
from skillsnet.calls.models import NamedPerson
from skillsnet.core.intake.parsed_rows import ParsedPerson
from skillsnet.db.bulk import insert_rows
from skillsnet.intake.actions.saving import save_rows
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.naming import name_answers
from skillsnet.intake.queries.stored_values import parsed_row, row_snapshot
from skillsnet.participants.models import Person

WORDING = "told with an import"


def agree_on_names(run: ImportRun, rows: Iterable[ImportRow]) -> None:
    """Write down, with rows that are being written, that the people agree of whom that was answered.

    The row that first gives a person's consent keeps it, so that taking it back takes the consent along. Whom one row
    of the file holds back, no other one shows.
    """
    answers = name_answers(run)
    if not answers.shows_any:
        return
    consenting: dict[str, tuple[ImportRow, str]] = {}
    for row in rows:
        source = answers.source(row.position)
        for key in parsed_row(row).named_people if source else ():
            consenting.setdefault(key, (row, source))
    for key in _held_back(run, answers.held_positions) if consenting else ():
        consenting.pop(key, None)
    keys = dict(Person.objects.filter(key__in=list(consenting)).order_by("pk").values_list("pk", "key"))
    sources = {pk: consenting[key][1] for pk, key in keys.items()}
    for pk, consent in give_names(sources, wording=WORDING, run=run.pk, by=answers.by).items():
        row = consenting[keys[pk]][0]
        snapshot = row_snapshot(row)
        row.before = replace(snapshot, consents=(*snapshot.consents, consent)).to_json()


def _held_back(run: ImportRun, positions: Collection[int]) -> set[str]:
    """Return the keys of the people named in these rows."""
    rows = ImportRow.objects.filter(run=run, position__in=list(positions), is_naming=True).order_by("position")
    return {key for row in rows.only("parsed") for key in parsed_row(row).named_people}


def take_back_agreements(rows: Sequence[ImportRow]) -> set[int]:
    """Take back the consents that these rows gave, also where their projects stay; return whose names are held back."""
    consents: list[int] = []
    consenting_rows: list[ImportRow] = []
    for row in rows:
        snapshot = row_snapshot(row)
        if snapshot.consents:
            consents += snapshot.consents
            row.before = snapshot.without_consents().to_json()
            consenting_rows.append(row)
    if not consenting_rows:
        return set()
    save_rows(consenting_rows, fields=("before",))
    return take_back_names(consents, run=consenting_rows[0].run_id, by=None)


def name_people(
    rows: Mapping[int, tuple[int | None, Sequence[ParsedPerson]]], people: Mapping[str, int]
) -> dict[int, list[int]]:
    """Write whom rows name besides their contact person, and return who is new, by the row's position.

    `rows` are the project's id and its further people by position, `people` are ids by key.
    """
    pairs_by_row = {
        position: [(project_id, people[person.key]) for person in other_people]
        for position, (project_id, other_people) in rows.items()
        if project_id and other_people
    }
    pairs = {pair for row_pairs in pairs_by_row.values() for pair in row_pairs}
    if not pairs:
        return {}
    existing = NamedPerson.objects.filter(project__in={pk for pk, _ in pairs}).order_by("pk")
    new = pairs - set(existing.values_list("project_id", "person_id"))
    insert_rows(NamedPerson, ("project_id", "person_id"), sorted(new))
    return {
        position: sorted({person for project, person in row_pairs if (project, person) in new})
        for position, row_pairs in pairs_by_row.items()
    }
