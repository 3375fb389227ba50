"""Second step of a preview: which existing or earlier organisation and project each row is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from skillsnet.calls.queries import trait_numbers
from skillsnet.core.intake import MappedColumn, ParsedOrganisation, ParsedPerson, ParsedProject, RowProblem, excerpt
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.duplicate_questions import DuplicateQuestion
from skillsnet.core.intake.identities import OrganisationIdentity
from skillsnet.core.intake.permissions import NO
from skillsnet.core.intake.record_linkage import block_keys
from skillsnet.core.intake.record_linkage.duplicate_projects import NO_ANSWER, DuplicateProjects, hash_of
from skillsnet.core.intake.record_linkage.organisation_matching import OrganisationMatcher
from skillsnet.core.intake.record_linkage.repeated_projects import nth_key, repeat_answer
from skillsnet.core.intake.record_linkage.row_projects import RowOrganisation, RowProject
from skillsnet.intake.actions.previews.columns import run_platforms
from skillsnet.intake.actions.previews.preview_rows import PreviewRow
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.duplicate_projects import link_projects, merged_keys
from skillsnet.intake.queries.organisation_matching import match_organisations, row_traits
from skillsnet.intake.queries.stored_values import parsed_project
from skillsnet.participants.actions import PERSON_FIELDS

OWNED_FIELDS = ("type", "external_id", "website", "city")


class _FirstRow(NamedTuple):
    """The first row of a project; little, since every row of a large file has one."""

    position: int
    number: int
    is_written: bool
    external_id: str
    content: int

    @classmethod
    def of(cls, row: ImportRow, project: ParsedProject) -> "_FirstRow":
        """Return what is kept of a row and its project."""
        return cls(row.position, row.number, row.is_written, project.external_id, hash_of(project))


class RowLinker:
    """Links the rows of a run, batch by batch; later rows are linked with earlier ones too.

    Of each organisation's and person's field only a hash is kept: a large file has hundreds of thousands.
    """

    def __init__(self, run: ImportRun, *, columns: Sequence[MappedColumn], answers: RunAnswers) -> None:
        self._run = run
        self._columns = columns
        self._answers = answers.projects
        self._matcher = OrganisationMatcher(answers.organisations, platforms=run_platforms(run))
        self._duplicates = DuplicateProjects(answers.projects)
        self._first_rows: dict[str, _FirstRow] = {}
        self._are_separate = repeat_answer(answers.values) == "separate"
        self._owned_fields: set[int] = set()
        # Of rows that are written, where a later row of the same project says that it must not be shown.
        self.refused_positions: set[int] = set()

    @property
    def project_keys(self) -> Mapping[str, object]:
        """The keys of the projects that the file brings."""
        return self._first_rows

    def add_written(self, rows: Sequence[ImportRow]) -> None:
        """Note the rows that are written already: later ones may be about the same projects."""
        for row in rows:
            project = parsed_project(row)
            self._first_rows.setdefault(project.key, _FirstRow.of(row, project))

    def link(self, rows: Sequence[PreviewRow]) -> list[PreviewRow]:
        """Return the rows under the organisations and projects they are about.

        Those that come twice, or wait for an answer, have a state; the others have none yet.
        """
        merged = merged_keys(self._run.call, [row.project.key for row in rows])
        skipped = [_as_merged(row, self._columns) for row in rows if row.project.key in merged]
        rows = [row for row in rows if row.project.key not in merged]
        projects = self._match_organisations(rows)
        row_projects = [RowProject(row.position, row.row.number, projects[row.position]) for row in rows]
        linked = link_projects(self._duplicates, self._run.call, row_projects)
        return [*skipped, *(self._settle(row, *linked[row.position]) for row in rows)]

    def _match_organisations(self, rows: Sequence[PreviewRow]) -> dict[int, ParsedProject]:
        """Return the projects of rows with what their organisations were found to be, by position."""
        organisations: dict[int, RowOrganisation] = {}
        for row in rows:
            organisation = row.project.organisation
            if organisation is not None:
                traits = row_traits(row.project, organisation)
                organisations[row.position] = RowOrganisation(row.position, row.row.number, organisation, traits)
        match_organisations(self._matcher, list(organisations.values()))
        projects = {}
        for row in rows:
            stated = organisations.get(row.position)
            projects[row.position] = row.project
            if stated is not None:
                identity = self._matcher.identities[stated.key]
                numbers = tuple(trait_numbers(block_keys(stated.traits)))
                organisation = replace(stated.organisation, identity=identity, traits=numbers)
                projects[row.position] = _with_organisation(row.project, organisation, identity)
        return projects

    def _settle(self, row: PreviewRow, project: ParsedProject, question: DuplicateQuestion | None) -> PreviewRow:
        """Return the row with its project, and with its state where it is not to be written as it is."""
        answer = self._answers.get(project.key, NO_ANSWER)
        this_row = _FirstRow.of(row.row, project)
        first = self._first_rows.get(answer.key) or self._first_rows.setdefault(project.key, this_row)
        is_unlike = first.position != row.position and not answer.key and first.content != this_row.content
        if is_unlike and (answer.is_new or self._are_separate):
            project = replace(project, key=self._free_key(project.key), is_separate=True)
            first = self._first_rows.setdefault(project.key, this_row)
        if first.position != row.position:
            # Said of the row, or of all rows like it: what is on the map already is changed there.
            is_change = first.is_written and bool(answer.take or row.parsed.repeat)
            if is_unlike and not is_change:
                question = DuplicateQuestion(None, project.key, first.number, first.position, first.external_id)
            elif not is_change:
                return self._as_duplicate(row, project, first)
            elif answer.take:
                project = replace(project, key=answer.key, external_id=first.external_id, take=answer.take)
        if question is not None or (project.organisation and project.organisation.candidates):
            return replace(row.with_question(question), project=project, state=RowState.NEEDS_DECISION)
        return replace(row, project=self._with_owned_fields(project))

    def _as_duplicate(self, row: PreviewRow, project: ParsedProject, first: _FirstRow) -> PreviewRow:
        if project.may_publish == NO:
            self.refused_positions.add(first.position)
        problem = _duplicate_problem(project, columns=self._columns, first_row=first.number)
        return replace(row, project=project, state=RowState.DUPLICATE, problems=(problem,))

    def _free_key(self, key: str) -> str:
        """Return the next key under which no row of the file has a project yet."""
        return next(name for ordinal in count(2) if (name := nth_key(key, ordinal)) not in self._first_rows)

    def _with_owned_fields(self, project: ParsedProject) -> ParsedProject:
        """Return the project with the fields that this row is the first to fill in, so that rows do not fight."""
        organisation = project.organisation
        contact = self._owned_by_person(project.contact) if project.contact else None
        other_people = tuple(map(self._owned_by_person, project.other_people))
        if organisation is not None:
            identity = organisation.known_identity
            owned = self._claim_fields(f"organisation {identity.id or identity.key}", organisation, OWNED_FIELDS)
            organisation = replace(organisation, owned=owned) if owned else organisation
        return replace(project, organisation=organisation, contact=contact, other_people=other_people)

    def _owned_by_person(self, person: ParsedPerson) -> ParsedPerson:
        owned = self._claim_fields(f"person {person.key}", person, PERSON_FIELDS)
        return replace(person, owned=owned) if owned else person

    def _claim_fields(
        self, name: str, record: ParsedPerson | ParsedOrganisation, fields: Sequence[str]
    ) -> tuple[str, ...]:
        """Return the fields that a record fills in and no earlier row has, and note that this row does."""
        owned = tuple(
            field for field in fields if getattr(record, field) and hash((name, field)) not in self._owned_fields
        )
        self._owned_fields.update(hash((name, field)) for field in owned)
        return owned


def _with_organisation(
    project: ParsedProject, organisation: ParsedOrganisation, identity: OrganisationIdentity
) -> ParsedProject:
    """Return the project with its organisation as it was found; people without an address are known within it."""
    if identity.key == organisation.key:
        return replace(project, organisation=organisation)

    def within(person: ParsedPerson) -> ParsedPerson:
        if person.email:
            return person
        return replace(person, key=person.key.removesuffix(organisation.key) + identity.key)

    return replace(
        project,
        organisation=organisation,
        contact=within(project.contact) if project.contact else None,
        other_people=tuple(map(within, project.other_people)),
    )


def _duplicate_problem(project: ParsedProject, *, columns: Sequence[MappedColumn], first_row: int) -> RowProblem:
    code = "duplicate_organisation" if project.kind == "organisation" else "duplicate"
    return _problem(code, project, columns, first=first_row)


def _as_merged(row: PreviewRow, columns: Sequence[MappedColumn]) -> PreviewRow:
    """Return a row whose project somebody made a part of another one: what they chose stays."""
    return replace(row, state=RowState.DUPLICATE, problems=(_problem("project_merged", row.project, columns),))


def _problem(code: str, project: ParsedProject, columns: Sequence[MappedColumn], **params: int) -> RowProblem:
    named_by = "organisation" if project.kind == "organisation" else "title"
    name, value = ("external_id", project.external_id) if project.external_id else (named_by, project.title)
    column = next((column.name for column in columns if column.target_field == name), "")
    return RowProblem(code, column=column, value=excerpt(value), params=params)
