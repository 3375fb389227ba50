"""Rows that name their own people: said in the preview, agreed to with the commit, held back again with the undo."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from skillsnet.calls.actions import give_names, take_back_names
from skillsnet.core.intake import Column, Problem, named_people, shown
from skillsnet.db.bulk import update_rows
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import people_in
from skillsnet.intake.queries.naming import NameAnswers
from skillsnet.participants.actions import is_claimed
from skillsnet.participants.models import Person
from skillsnet.participants.visibility import agreed_to_be_named, with_name_consent_history

# Where the texts of a row stand that may name its people.
NAMING = {"title": ("title",), "summary": ("summary", "more_text"), "organisation": ("organisation",)}
WORDING = "told with an import"


@dataclass(frozen=True)
class NameWords:
    """Keys of people: who agreed that everybody sees their names, and whose own word on it an import leaves alone."""

    agreed: Collection[str]
    own: Collection[str]

    @classmethod
    def of(cls, people: Collection[Person]) -> "NameWords":
        """Return what these people said; two queries."""
        own = with_name_consent_history(people) | {person.key for person in people if is_claimed(person)}
        return cls(agreed_to_be_named(people), own)


def say_who_is_named(row: ImportRow, words: NameWords, columns: Sequence[Column]) -> None:
    """Name where the row's texts name its own people, of whom nobody knows that they agree."""
    people = {one["key"]: one for one in people_in(row.parsed) if one["name"] and one["key"] not in words.agreed}
    named = named_people(row.parsed, list(people.values())) if people else []
    keys = list(dict.fromkeys(one.person for one in named))
    row.is_naming = bool(named)
    row.parsed["naming"] = [key for key in keys if key not in words.own]
    for one in named:
        target_fields = NAMING.get(one.field, (one.field,))
        meant = (column.name for column in columns if column.target_field.partition("#")[0] in target_fields)
        _add(row, Problem("names_person", column=one.column or next(meant, ""), value=shown(one.passage)))
    for key in keys:
        if key in words.own:
            _add(row, Problem("name_stays", value=shown(people[key]["name"])))


def _add(row: ImportRow, found: Problem) -> None:
    problem = found.as_json()
    if problem not in row.problems:
        row.problems.append(problem)


def agree_on_names(run: ImportRun, rows: Iterable[ImportRow]) -> None:
    """Write down, with rows that are being written, that the people agree of whom that was answered.

    The row that first gives a person's consent keeps it, so that taking it back takes the consent along. Whom one row
    of the file holds back, no other one shows.
    """
    answers = NameAnswers.of(run)
    if not answers.shows_any:
        return
    said = [(row, answers.source(row.place)) for row in rows if row.parsed.get("naming")]
    wanted: dict[str, tuple[ImportRow, str]] = {}
    for row, source in said:
        for key in row.parsed["naming"] if source else ():
            wanted.setdefault(key, (row, source))
    for key in _held_back(run, answers.held_places) if wanted else ():
        wanted.pop(key, None)
    keys = dict(Person.objects.filter(key__in=list(wanted)).order_by("pk").values_list("pk", "key"))
    sources = {pk: wanted[key][1] for pk, key in keys.items()}
    for pk, consent in give_names(sources, wording=WORDING, run=run.pk, by=answers.by).items():
        row = wanted[keys[pk]][0]
        before = row.before or {}
        row.before = {**before, "consents": [*before.get("consents", ()), consent]}


def _held_back(run: ImportRun, places: Collection[int]) -> set[str]:
    """Return the keys of the people named in these rows."""
    rows = ImportRow.objects.filter(run=run, place__in=list(places), is_naming=True).order_by("place")
    return {key for named in rows.values_list("parsed__naming", flat=True) for key in named or ()}


def take_back_agreements(rows: Sequence[ImportRow]) -> set[int]:
    """Let the consents go that these rows gave, also where their projects stay; return whose names are held back."""
    giving = [row for row in rows if (row.before or {}).get("consents")]
    if not giving:
        return set()
    consents = [pk for row in giving for pk in _before(row)["consents"]]
    for row in giving:
        row.before = {name: part for name, part in _before(row).items() if name != "consents"}
    update_rows(ImportRow, ("before",), [[row.before, row.pk] for row in giving])
    return take_back_names(consents, run=giving[0].run_id, by=None)


def _before(row: ImportRow) -> Mapping[str, list[int]]:
    return row.before or {}
