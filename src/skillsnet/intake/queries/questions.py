"""The questions of an import, with both records side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.models import Project
from skillsnet.calls.rules import NAMED_CATEGORIES
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.identities import OrganisationCandidate, reasons_to_json
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedProject, ParsedRow
from skillsnet.core.intake.record_linkage.fuller_names import fuller_name
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.organisation_facts import OrganisationFacts, organisation_facts
from skillsnet.intake.queries.stored_values import parsed_row
from skillsnet.participants.models import Organisation
from skillsnet.participants.texts import cell_for
from skillsnet.participants.visibility import contact_card

ORGANISATION_FIELDS = ("name", "type", "country", "city", "website", "external_id")
PROJECT_FIELDS = (
    "organisation",
    *("title", "summary", "country", "stage", "status", "website", "submitted_on", "languages", "beneficiaries"),
    *("categories", "contact"),
)
# Shown beside the others and never taken: the number of a project stays.
NUMBER = "number"
# Numbers and dates tell a form sent again from another project: they are in sight whether they differ or not.
IN_SIGHT = (NUMBER, "submitted_on")
# An acronym, or a name that differs in its legal form; one that only shares words is offered to nobody.
OFFERED_SCORE = 0.6
# What a row may change of the project that it is.
TAKEN_FIELDS = (*PROJECT_FIELDS, "extra")
# A list is compared as text.
LISTS = ("languages", "beneficiaries", "categories")


@dataclass(frozen=True)
class FieldPair:
    """One field of both records: its present value, and the one in the file; codes, not words."""

    name: str
    current: str
    of_row: str

    @property
    def differs(self) -> bool:
        """Whether somebody has to choose."""
        return bool(self.of_row) and self.of_row != self.current and self.name != NUMBER

    @property
    def is_shown(self) -> bool:
        """Whether it tells the records apart, or is looked for in any case."""
        return self.current != self.of_row or self.name in IN_SIGHT


@dataclass(frozen=True)
class Side:
    """A record that the row's may be the same as; `row_number` is 0 for one that exists already.

    `is_row_later` says that the row is the later answer, whose values are offered first. `facts` are those of an
    existing organisation. `score` says how much speaks for it, from 0 to 1.
    """

    index: int
    name: str
    row_number: int
    reasons: Sequence[Sequence[str]]
    pairs: Sequence[FieldPair]
    is_row_later: bool = False
    facts: OrganisationFacts | None = None
    score: float = 1.0

    @property
    def offered_fields(self) -> list[str]:
        """The fields whose value in the row is offered first: of a later answer all, of a name the full one."""
        return [pair.name for pair in self.pairs if pair.differs and self._is_row_offered(pair)]

    def _is_row_offered(self, pair: FieldPair) -> bool:
        fuller = fuller_name(pair.current, pair.of_row) if pair.name == "name" and pair.current else ""
        return fuller == "right" if fuller else self.is_row_later or not pair.current


@dataclass(frozen=True)
class ImportQuestion:
    """A row that asks whether its organisation, or its project, of a name is the same as another."""

    row: ImportRow
    about: str
    name: str
    sides: Sequence[Side]

    @property
    def offered_index(self) -> int | None:
        """The record that is offered as the same: the likeliest one, unless little speaks for it."""
        return self.sides[0].index if self.sides[0].score >= OFFERED_SCORE else None


@dataclass(frozen=True)
class _Records:
    """The existing records that rows ask about, and the earlier rows by position."""

    organisations: Mapping[int, Organisation]
    projects: Mapping[int, Project]
    earlier: Mapping[int, ParsedRow]
    facts: Mapping[int, OrganisationFacts]

    def earlier_organisation(self, position: int) -> ParsedOrganisation | None:
        row = self.earlier.get(position)
        return row.organisation if row else None

    def earlier_project(self, position: int) -> ParsedProject | None:
        row = self.earlier.get(position)
        return row.project if row else None


def project_question_rows(run: ImportRun, *, limit: int) -> list[ImportRow]:
    """Return the first rows that ask about their project, in the file's order; their organisation may ask before."""
    rows = ImportRow.objects.filter(run=run, state=RowState.NEEDS_DECISION, parsed__has_key="question")
    return list(rows.exclude(parsed__has_key="repeat").order_by("position")[:limit])


def questions(rows: Sequence[ImportRow], viewer: Viewer) -> list[ImportQuestion]:
    """Return the questions of rows that ask; the organisation's comes before the project's. Ten queries at most."""
    parsed_rows = [(row, parsed_row(row)) for row in rows]
    candidates = [candidate for _, parsed in parsed_rows if parsed.organisation
                  for candidate in parsed.organisation.candidates]  # fmt: skip
    duplicates = [parsed.question for _, parsed in parsed_rows if parsed.question]
    ids = {candidate.id for candidate in candidates if candidate.id}
    positions = {candidate.position for candidate in candidates} | {question.position for question in duplicates}
    records = _Records(
        organisations={item.pk: item for item in Organisation.objects.filter(pk__in=ids).order_by("pk")},
        projects=_projects(question.id for question in duplicates),
        earlier=_earlier_rows(rows, positions),
        facts=organisation_facts(ids) if ids else {},
    )
    open_questions = []
    for row, parsed in parsed_rows:
        if parsed.organisation and parsed.organisation.candidates:
            open_questions.append(_organisation_question(row, parsed.organisation, records, viewer))
        elif parsed.project and parsed.question:
            open_questions.append(_project_question(row, parsed.project, parsed.question, records, viewer))
    return open_questions


def _earlier_rows(rows: Sequence[ImportRow], positions: set[int]) -> dict[int, ParsedRow]:
    """Return the earlier rows of the file that are asked about, by their position."""
    if not rows or positions <= {0}:
        return {}
    earlier: QuerySet[ImportRow] = ImportRow.objects.filter(run=rows[0].run_id, position__in=positions).order_by(
        "position"
    )
    return {row.position: parsed_row(row) for row in earlier}


def _organisation_question(
    row: ImportRow, organisation: ParsedOrganisation, records: _Records, viewer: Viewer
) -> ImportQuestion:
    sides = [
        _organisation_side(organisation, index, candidate, records, viewer)
        for index, candidate in enumerate(organisation.candidates)
    ]
    return ImportQuestion(row, "organisation", organisation.name, sides)


def _project_question(
    row: ImportRow, project: ParsedProject, question: DuplicateQuestion, records: _Records, viewer: Viewer
) -> ImportQuestion:
    return ImportQuestion(row, "project", project.title, [_project_side(project, question, records, viewer)])


def _organisation_side(
    organisation: ParsedOrganisation, index: int, candidate: OrganisationCandidate, records: _Records, viewer: Viewer
) -> Side:
    existing = records.organisations.get(candidate.id or 0)
    earlier = records.earlier_organisation(candidate.position)
    pairs = []
    for name in ORGANISATION_FIELDS:
        stated = getattr(organisation, name)
        present = cell_for(getattr(existing, name), viewer) if existing else getattr(earlier, name, "")
        if present or stated:
            pairs.append(FieldPair(name, present, stated))
    facts = records.facts.get(existing.pk) if existing else None
    return Side(
        index,
        candidate.name,
        candidate.row_number,
        reasons_to_json(candidate.reasons),
        pairs,
        facts=facts,
        score=candidate.score,
    )


def _projects(ids: Iterable[int | None]) -> dict[int, Project]:
    wanted_ids = {pk for pk in ids if pk}
    projects = Project.objects.filter(pk__in=wanted_ids).select_related("contact", "organisation")
    related = ("languages", "beneficiaries", "contact__consents")
    return {item.pk: item for item in projects.prefetch_related(*related).order_by("pk")}


def _project_side(project: ParsedProject, question: DuplicateQuestion, records: _Records, viewer: Viewer) -> Side:
    existing, earlier = records.projects.get(question.id or 0), records.earlier_project(question.position)
    present = _existing_values(existing, viewer) if existing else _values(earlier)
    stated = _values(project)
    present["extra"], stated["extra"] = _differing_cells(
        _cells(existing, viewer) if existing else dict(earlier.extra) if earlier else {}, project.extra
    )
    names = (NUMBER, *TAKEN_FIELDS)
    pairs = [FieldPair(name, present[name], stated[name]) for name in names if present[name] or stated[name]]
    # The later answer by its date, and where none is known the later row, or the file after what is there.
    is_row_later = not project.submitted_on or project.submitted_on >= present["submitted_on"]
    return Side(0, present["title"], question.row_number, [], pairs, is_row_later)


def compared_projects(first: Project, second: Project, viewer: Viewer) -> list[FieldPair]:
    """Return the fields of two existing projects, side by side; eight queries."""
    left, right = _existing_values(first, viewer), _existing_values(second, viewer)
    cells = _cells(second, viewer)
    left["extra"], right["extra"] = _differing_cells(_cells(first, viewer), cells)
    names = (NUMBER, *TAKEN_FIELDS)
    return [FieldPair(name, left[name], right[name]) for name in names if left[name] or right[name]]


def _cells(project: Project, viewer: Viewer) -> dict[str, str]:
    return {name: cell_for(cell, viewer) for name, cell in project.extra.items() if name != NAMED_CATEGORIES}


def _differing_cells(present: Mapping[str, str], stated: Mapping[str, str]) -> tuple[str, str]:
    """Return the extra columns that differ, by their names, on both sides."""
    names = [name for name, cell in stated.items() if cell != present.get(name, "")]
    sides = ([f"{name}: {side[name]}" for name in names if side.get(name)] for side in (present, stated))
    left, right = ("; ".join(cells) for cells in sides)
    return left, right


def _values(project: ParsedProject | None) -> dict[str, str]:
    """Return the values of a row's project as texts; empty ones for none."""
    if project is None:
        return dict.fromkeys((NUMBER, *TAKEN_FIELDS), "")
    contact = project.contact
    values = {name: getattr(project, name) or "" for name in PROJECT_FIELDS}
    values[NUMBER] = project.external_id
    values["contact"] = _person(contact.name, contact.email) if contact else ""
    values["organisation"] = project.organisation.name if project.organisation else ""
    values["extra"] = ""
    return {name: "; ".join(value) if name in LISTS else str(value) for name, value in values.items()}


def _existing_values(project: Project, viewer: Viewer) -> dict[str, str]:
    card = contact_card(project.contact, viewer)
    return {
        **{
            name: cell_for(getattr(project, name) or "", viewer)
            for name in PROJECT_FIELDS
            if name not in (*LISTS, "contact", "organisation")
        },
        NUMBER: project.external_id,
        "organisation": cell_for(project.organisation.name, viewer) if project.organisation else "",
        "extra": "",
        "languages": "; ".join(item.code for item in project.languages.all()),
        "beneficiaries": "; ".join(item.group for item in project.beneficiaries.all()),
        "categories": cell_for(project.extra.get(NAMED_CATEGORIES, []), viewer),
        "contact": _person(card.name, card.email),
    }


def _person(name: str, email: str) -> str:
    return f"{name} <{email}>" if name and email else name or email
