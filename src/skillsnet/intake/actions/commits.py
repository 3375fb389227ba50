"""Writing an import's rows: a transaction for each batch, resumable after any interruption."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from skillsnet.audit.actions import record
from skillsnet.calls.actions import (
    add_traits,
    increment_version,
    index_projects,
    lock_version,
    make_projects,
    rewrite_projects,
    run_follow_ups,
    words_changed,
)
from skillsnet.calls.models import Project
from skillsnet.calls.queries import data_version, projects_naming
from skillsnet.core.intake.answers import RunAnswers
from skillsnet.core.intake.parsed_rows import ParsedOrganisation, ParsedPerson, ParsedProject, ParsedRow
from skillsnet.core.intake.record_linkage import OrganisationTraits
from skillsnet.core.intake.record_linkage.duplicate_projects import DuplicateProjects
from skillsnet.core.intake.record_linkage.organisation_matching import OrganisationMatcher
from skillsnet.core.intake.record_linkage.row_projects import RowOrganisation, RowProject
from skillsnet.core.intake.row_snapshots import ProjectChange, RecordChange, RowSnapshot
from skillsnet.db.jobs import BatchSize, Lease, LeaseLost, give_way, heartbeat
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import write_links
from skillsnet.intake.actions.mappings import save_mapping
from skillsnet.intake.actions.merging import keep_different
from skillsnet.intake.actions.naming import agree_on_names, name_people
from skillsnet.intake.actions.permissions import note_permissions
from skillsnet.intake.actions.saving import ROWS_A_BATCH, save_rows
from skillsnet.intake.actions.states import begin_timing, move
from skillsnet.intake.enums import WRITTEN_STATES, RowKind, RowState, RunState
from skillsnet.intake.models import REPEAT_COUNTERS, ImportFile, ImportRow, ImportRun
from skillsnet.intake.queries import Comparison, FileColumns, compare, count_rows, target_values
from skillsnet.intake.queries.comparison import person_values
from skillsnet.intake.queries.duplicate_projects import link_projects
from skillsnet.intake.queries.organisation_matching import match_organisations, row_traits
from skillsnet.intake.queries.stored_values import parsed_row, run_answers
from skillsnet.intake.suppressed_people import without_suppressed
from skillsnet.participants.actions import (
    ORGANISATION_FIELDS,
    OrganisationItem,
    PersonItem,
    UpsertResult,
    add_affiliations,
    upsert_organisations,
    upsert_people,
)
from skillsnet.participants.queries import current_organisations
from skillsnet.revisions.actions import remove_with_subjects

Affiliation = tuple[int, int]
# What a row's cells were does not matter any more; for many rows, reading them again would.
NOT_NEEDED = ("cells", "original_cells", "problems")
NO_TRAITS = OrganisationTraits("")


@dataclass(frozen=True, slots=True)
class CommitRow:
    """A row that is being written, and its project as it is found to be now."""

    row: ImportRow
    project: ParsedProject
    parsed: ParsedRow

    @property
    def position(self) -> int:
        """The position of the row in the import."""
        return self.row.position

    @property
    def is_asking(self) -> bool:
        """Whether somebody has to say first whether the row is about another organisation or project."""
        organisation = self.project.organisation
        return self.parsed.question is not None or bool(organisation and organisation.candidates)

    def with_organisation(self, organisation: ParsedOrganisation) -> "CommitRow":
        """Return the row with its organisation as it is found to be now."""
        return replace(self, project=replace(self.project, organisation=organisation))


def commit(run: ImportRun, *, by: int | None) -> ImportRun:
    """Write the run's rows now and run what follows; see `begin_commit` and `finish_commit`."""
    begin_commit(run, by=by)
    return finish_commit(run)


@transaction.atomic
def begin_commit(run: ImportRun, *, by: int | None) -> bool:
    """Move the run to being written and return whether this call did it; not while corrections wait to be compared."""
    if ImportRun.objects.filter(pk=run.pk, is_stale=True).exists():
        return False
    is_moved = move(run, to=RunState.COMMITTING, among=(RunState.PREVIEW, RunState.FAILED))
    if is_moved:
        record("intake.begin_commit", subject=f"import:{run.pk}", by=by)
    return is_moved


def finish_commit(run: ImportRun) -> ImportRun:
    """Write what is not written yet, run what follows, and close the run; can be called again after a kill."""
    with heartbeat(run.pk, of=ImportRun), relaxed_gc():
        run.done_rows = ImportRow.objects.filter(run=run, is_written=True).count()
        ImportRun.objects.filter(pk=run.pk).update(done_rows=run.done_rows)
        begin_timing(run)
        with suppress(LeaseLost):
            _write_rows(run)
        run.refresh_from_db()
        if run.state != RunState.COMMITTING:
            return run
        changed_rows = ImportRow.objects.filter(run=run, before__isnull=False, project__isnull=False)
        project_ids = list(changed_rows.order_by("project").values_list("project_id", flat=True))
        keep_different(run)
        if project_ids:
            run_follow_ups(project_ids)
        _close(run)
    run.refresh_from_db()
    return run


@transaction.atomic
def _close(run: ImportRun) -> None:
    counts = {**{name: run.tally[name] for name in REPEAT_COUNTERS}, **count_rows(run)}
    is_closed = ImportRun.objects.filter(pk=run.pk, state=RunState.COMMITTING).update(
        state=RunState.COMMITTED, counts=counts, finished_at=timezone.now(), fault=""
    )
    if is_closed:
        save_mapping(run)
        ImportFile.objects.filter(run=run.pk).delete()
        record("intake.commit", subject=f"import:{run.pk}", by=None, **counts)


def _write_rows(run: ImportRun) -> None:
    lease = Lease(ImportRun, run.pk, {"state": RunState.COMMITTING})
    after: int | None = 0
    size = BatchSize(ROWS_A_BATCH)
    while after is not None:
        with size.timed() as most:
            after = _write_batch(lease, after=after, most=most)
        give_way()


@transaction.atomic
def _write_batch(lease: Lease[ImportRun], *, after: int, most: int) -> int | None:
    """Write the next rows and return the position of the last; the lock keeps two workers from the same rows.

    Rows are looked for after a position only, as those before it are known to be done; None when there are no more.
    """
    run = lease.lock("call")
    unwritten = ImportRow.objects.filter(run=run, position__gt=after, is_written=False, state__in=WRITTEN_STATES)
    rows = list(unwritten.filter(kind=RowKind.PROJECT).defer(*NOT_NEEDED).order_by("position")[:most])
    links = [] if rows else list(unwritten.filter(kind=RowKind.LINK).order_by("position")[:most])
    if not rows and not links:
        return None
    lock_version()
    if rows:
        _write(run, rows)
    else:
        write_links(run, links)
        increment_version()
        save_rows(links, fields=("state", "problems", "before", "is_written"))
    run.counts["version"] = data_version()
    written_count = sum(row.is_written for row in (*rows, *links))
    lease.advance(done_rows=run.done_rows + written_count, counts=run.counts)
    return (rows or links)[-1].position


def _write(run: ImportRun, rows: Sequence[ImportRow]) -> None:
    # The data may have changed since the preview: what a row does is decided again, here, under the lock.
    linked = _link_again(run, rows, run_answers(run))
    asking = [row for row in linked if row.is_asking]
    ready_items = [row for row in linked if not row.is_asking]
    columns = FileColumns.of(run)
    comparison = compare(run.call, {row.position: row.project for row in ready_items}, columns=columns)
    for item in ready_items:
        existing = comparison.existing.get(item.project.key)
        item.row.state = comparison.states[item.position]
        item.row.is_written = True
        item.row.project_id = existing.pk if existing else None
    changed_items = [row for row in ready_items if row.row.state != RowState.UNCHANGED]
    if changed_items:
        _write_changed(run, changed_items, comparison, columns)
        remove_with_subjects([row.row.project_id for row in changed_items if row.row.project_id])
    ready_rows = [row.row for row in ready_items]
    # Also of rows that change nothing: what their people agreed to is new.
    agree_on_names(run, ready_rows)
    save_rows(ready_rows, fields=("state", "project_id", "before", "is_written"))
    for item in asking:
        item.row.state = RowState.NEEDS_DECISION
        item.row.parsed = replace(item.parsed, project=item.project).to_json()
    save_rows([row.row for row in asking], fields=("state", "parsed"))


def _link_again(run: ImportRun, rows: Sequence[ImportRow], answers: RunAnswers) -> list[CommitRow]:
    """Return rows with the organisations and projects they are about now; some may have to ask, and wait.

    Where nobody else has changed anything since the preview, what was found then is looked up by keys only.
    """
    counts = run.counts
    counts["is_foreign"] = bool(counts.get("is_foreign")) or counts.get("version") != data_version()
    linked = _match_again(_commit_rows(rows), answers, by_key_only=not counts["is_foreign"])
    if not counts["is_foreign"]:
        return linked
    row_projects = [RowProject(row.position, row.row.number, row.project) for row in linked]
    projects = link_projects(DuplicateProjects(answers.projects), run.call, row_projects)
    return [
        replace(
            row,
            project=projects[row.position].project,
            parsed=replace(row.parsed, question=projects[row.position].question),
        )
        for row in linked
    ]


def _commit_rows(rows: Sequence[ImportRow]) -> list[CommitRow]:
    parsed_rows = [(row, parsed, parsed.project) for row in rows if (parsed := parsed_row(row)).project]
    # Somebody may have asked to be removed since the preview.
    projects = without_suppressed([project for _row, _parsed, project in parsed_rows if project])
    return [
        CommitRow(row, project, parsed) for (row, parsed, _project), project in zip(parsed_rows, projects, strict=True)
    ]


def _match_again(rows: Sequence[CommitRow], answers: RunAnswers, *, by_key_only: bool) -> list[CommitRow]:
    """Return rows with the organisations they are about now, known by the keys under which the preview found them."""
    current_ids = current_organisations(row.project.organisation_id for row in rows)
    matcher = OrganisationMatcher(answers.organisations, by_key_only=by_key_only)
    unmatched = {}
    for row in rows:
        organisation = row.project.organisation
        if organisation and current_ids.get(row.project.organisation_id) is None:
            stated = replace(organisation, key=organisation.known_identity.key)
            traits = NO_TRAITS if by_key_only else row_traits(row.project, organisation)
            unmatched[row.position] = RowOrganisation(row.position, row.row.number, stated, traits)
    match_organisations(matcher, list(unmatched.values()))
    matched = []
    for row in rows:
        organisation = row.project.organisation
        if organisation is not None:
            identity = organisation.known_identity
            is_unmatched = row.position in unmatched
            current = matcher.identities[identity.key] if is_unmatched else identity
            current_id = current.id if is_unmatched else current_ids[identity.id]
            # Most are as the preview found them, and a copy of each is dear.
            if (current_id, current.candidates) != (identity.id, identity.candidates):
                identity = replace(identity, id=current_id, candidates=current.candidates)
                row = row.with_organisation(replace(organisation, identity=identity))
        matched.append(row)
    return matched


def _write_changed(run: ImportRun, rows: Sequence[CommitRow], comparison: Comparison, columns: FileColumns) -> None:
    projects = [row.project for row in rows]
    organisations = upsert_organisations(
        [_organisation_item(comparison.organisation_of(item.organisation)) for item in projects if item.organisation]
    )
    people = upsert_people([_person_item(comparison.person_of(person)) for item in projects for person in item.people])
    pairs = {row.position: _affiliations(row.project, organisations, people) for row in rows}
    new_pairs = add_affiliations(pair for row_pairs in pairs.values() for pair in row_pairs)
    values = {row.position: _target(row.project, comparison, organisations, people, columns) for row in rows}
    _write_projects(run, rows, values)
    note_permissions(run, comparison, [(row.project, row.row.project_id, values[row.position]) for row in rows])
    other_people = {row.position: (row.row.project_id, row.project.other_people) for row in rows}
    named_people = name_people(other_people, people.ids)
    affected = _affected_projects(organisations, people, {organisation for _, organisation in new_pairs})
    reindexed = {row.row.project_id for row in rows if row.row.project_id} | affected
    index_projects(sorted(reindexed))
    add_traits(_traits(projects, organisations))
    new_projects = {row.row.project_id for row in rows if row.row.state == RowState.NEW}
    if existing := sorted(reindexed - new_projects):
        words_changed(existing)
    increment_version()
    previous = {
        key: {**comparison.current[item.pk], "updated_at": item.updated_at.isoformat()}
        for key, item in comparison.existing.items()
    }
    for row in rows:
        snapshot = RowSnapshot(
            project=ProjectChange(previous.get(row.project.key), values[row.position]),
            organisations=_organisation_changes(row.project, organisations),
            people=_changes(people, (people.ids[person.key] for person in row.project.people)),
            names=_added_names(row.project, organisations),
            named_people=tuple(named_people.get(row.position, ())),
            affiliations=tuple(pair for pair in pairs[row.position] if pair in new_pairs),
        )
        row.row.before = snapshot.to_json()
        new_pairs.difference_update(pairs[row.position])


def _organisation_item(organisation: ParsedOrganisation) -> OrganisationItem:
    identity = organisation.known_identity
    return OrganisationItem(
        key=organisation.key,
        existing_id=identity.id,
        new_key=identity.key,
        values={name: getattr(organisation, name) for name in ORGANISATION_FIELDS},
        owned_fields=organisation.owned,
        taken_fields=identity.take,
        kept_fields=identity.keep,
    )


def _person_item(person: ParsedPerson) -> PersonItem:
    return PersonItem(key=person.key, values=person_values(person), owned_fields=person.owned)


def _traits(projects: Sequence[ParsedProject], organisations: UpsertResult) -> dict[int, set[int]]:
    """Return by what each organisation of the rows may be found to be the same as another."""
    traits: dict[int, set[int]] = {}
    for project in projects:
        if project.organisation:
            traits.setdefault(organisations.ids[project.organisation.key], set()).update(project.organisation.traits)
    return traits


def _write_projects(run: ImportRun, rows: Sequence[CommitRow], values: Mapping[int, Mapping[str, object]]) -> None:
    new = [row for row in rows if row.row.state == RowState.NEW]
    updated = [row for row in rows if row.row.state == RowState.UPDATED]
    new_ids = make_projects(run.call, values=[values[row.position] for row in new])
    for row, pk in zip(new, new_ids, strict=True):
        row.row.project_id = pk
    if updated:
        ids = [row.row.project_id for row in updated if row.row.project_id]
        rewrite_projects(ids, values=[values[row.position] for row in updated])


def _target(
    project: ParsedProject,
    comparison: Comparison,
    organisations: UpsertResult,
    people: UpsertResult,
    columns: FileColumns,
) -> dict[str, object]:
    return target_values(
        project,
        current=comparison.current_of(project),
        replaced=comparison.replaced_of(project),
        organisation_id=organisations.ids[project.organisation.key] if project.organisation else None,
        contact_id=people.ids[project.contact.key] if project.contact else None,
        columns=columns,
        revised=comparison.revised_of(project),
    )


def _affiliations(project: ParsedProject, organisations: UpsertResult, people: UpsertResult) -> list[Affiliation]:
    if project.organisation is None:
        return []
    organisation_id = organisations.ids[project.organisation.key]
    return [(people.ids[person.key], organisation_id) for person in project.people]


def _organisation_changes(project: ParsedProject, organisations: UpsertResult) -> tuple[RecordChange, ...]:
    return _changes(organisations, [organisations.ids[project.organisation.key]] if project.organisation else [])


def _added_names(project: ParsedProject, organisations: UpsertResult) -> tuple[str, ...]:
    """Return the other way of writing the organisation's name that was added; the first row with it answers for it."""
    key = project.organisation.key if project.organisation else ""
    return (key,) if organisations.names.pop(key, None) else ()


def _changes(upserted: UpsertResult, ids: Iterable[int]) -> tuple[RecordChange, ...]:
    """Return what became of records; the first row that met one answers for it."""
    changes = []
    for pk in ids:
        is_made, previous = pk in upserted.new_ids, upserted.before.pop(pk, None)
        upserted.new_ids.discard(pk)
        if is_made or previous:
            changes.append(RecordChange(pk, is_made, previous, upserted.now.get(pk, {})))
    return tuple(changes)


def _affected_projects(organisations: UpsertResult, people: UpsertResult, affiliated: Collection[int]) -> set[int]:
    """Return the other projects of organisations and people that changed: what may be found of them changed too."""
    organisation_ids = {*organisations.before, *affiliated}
    theirs = (
        Project.objects.filter(organisation__in=organisation_ids).order_by("pk")
        if organisation_ids
        else Project.objects.none()
    )
    return {*theirs.values_list("pk", flat=True), *projects_naming(people.before)}
