"""What an import made and other rows stand on: it stays, and one of those rows answers for it from then on.

So the last row that stands on an organisation or person takes it along when it is taken back, in whatever order the
imports are taken back.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from skillsnet.calls.models import Project
from skillsnet.core.intake.row_snapshots import RecordChange, RowSnapshot, contact_id_in, organisation_id_in
from skillsnet.intake.actions.saving import save_rows
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries.stored_values import parsed_project, row_snapshot
from skillsnet.participants.models import Person

Affiliation = tuple[int, int]


@dataclass
class Dependents:
    """The rows that stand on what other rows made, by what they stand on.

    `named_organisations` and `named_people` are in values that rows replaced: they may not go before those are put
    back.
    """

    organisations: dict[int, ImportRow] = field(default_factory=dict)
    people: dict[int, ImportRow] = field(default_factory=dict)
    affiliations: dict[Affiliation, ImportRow] = field(default_factory=dict)
    names: dict[str, ImportRow] = field(default_factory=dict)
    named_organisations: set[int] = field(default_factory=set)
    named_people: set[int] = field(default_factory=set)
    _snapshots: dict[int, tuple[ImportRow, RowSnapshot]] = field(default_factory=dict)

    def add_row(self, row: ImportRow, people: Mapping[str, int]) -> None:
        """Add a row with what its project stands on; `people` are ids by key."""
        project = row.project
        if project is None:
            return
        parsed = parsed_project(row)
        person_ids = {people[person.key] for person in parsed.people if person.key in people}
        if project.contact_id is not None:
            person_ids.add(project.contact_id)
        for pk in person_ids:
            self.people.setdefault(pk, row)
        if project.organisation_id is not None:
            self.organisations.setdefault(project.organisation_id, row)
            for pk in person_ids:
                self.affiliations.setdefault((pk, project.organisation_id), row)
        if parsed.organisation:
            self.names.setdefault(parsed.organisation.key, row)

    def add_replaced(self, row: ImportRow) -> None:
        """Add a row with the organisation and contact person in the values that it replaced."""
        previous = row_snapshot(row).previous
        if previous is None:
            return
        organisation_id, contact_id = organisation_id_in(previous), contact_id_in(previous)
        if organisation_id is not None:
            self.named_organisations.add(organisation_id)
            self.organisations.setdefault(organisation_id, row)
        if contact_id is not None:
            self.named_people.add(contact_id)
            self.people.setdefault(contact_id, row)

    def reassign(
        self,
        *,
        organisations: Iterable[int],
        people: Iterable[int],
        affiliations: Iterable[Affiliation],
        names: Iterable[str],
    ) -> None:
        """Let rows answer for what stays; what no row stands on is somebody else's.

        What such a row had replaced itself were words of the import that is taken back: they go, they never return.
        """
        for pk in organisations:
            if row := self.organisations.get(pk):
                snapshot = self._snapshot(row)
                self._update(row, replace(snapshot, organisations=_with_made(snapshot.organisations, pk)))
        for pk in people:
            if row := self.people.get(pk):
                snapshot = self._snapshot(row)
                self._update(row, replace(snapshot, people=_with_made(snapshot.people, pk)))
        for pair in affiliations:
            if row := self.affiliations.get(pair):
                snapshot = self._snapshot(row)
                self._update(row, replace(snapshot, affiliations=(*snapshot.affiliations, pair)))
        for name in names:
            if row := self.names.get(name):
                snapshot = self._snapshot(row)
                self._update(row, replace(snapshot, names=(*snapshot.names, name)))
        self._save()

    def _snapshot(self, row: ImportRow) -> RowSnapshot:
        return self._snapshots[row.pk][1] if row.pk in self._snapshots else row_snapshot(row)

    def _update(self, row: ImportRow, snapshot: RowSnapshot) -> None:
        # A row may have been read twice: the first of its objects stands for both.
        first = self._snapshots[row.pk][0] if row.pk in self._snapshots else row
        self._snapshots[row.pk] = (first, snapshot)

    def _save(self) -> None:
        rows = []
        for row, snapshot in self._snapshots.values():
            row.before = snapshot.to_json()
            rows.append(row)
        save_rows(rows, fields=("before",))


def _with_made(changes: Iterable[RecordChange], pk: int) -> tuple[RecordChange, ...]:
    """Return changes in which a record was made."""
    new_change = RecordChange(pk, is_made=True, previous=None, current={})
    return (*(change for change in changes if change.id != pk), new_change)


def find_dependents(
    rows: Collection[ImportRow], *, organisations: Collection[int], people: Collection[int]
) -> Dependents:
    """Return which other written rows stand on these organisations and people; at most five queries."""
    dependents = Dependents()
    if not organisations and not people:
        return dependents
    row_ids = [row.pk for row in rows]
    projects = Project.objects.filter(Q(organisation__in=organisations) | Q(contact__in=people))
    # Rows that changed nothing and only gave consents made nothing that they could hand on.
    written_rows = ImportRow.objects.filter(is_written=True, before__has_key="was", project__in=projects.values("pk"))
    keys = dict(Person.objects.filter(pk__in=people).order_by("pk").values_list("key", "pk"))
    other_rows = written_rows.exclude(pk__in=row_ids).select_related("project")
    for row in other_rows.defer("cells", "original_cells").order_by("pk"):
        dependents.add_row(row, keys)
    replacing_rows = _replacing_rows(organisations, people).exclude(pk__in=row_ids)
    for row in replacing_rows.defer("cells", "original_cells").order_by("pk"):
        dependents.add_replaced(row)
    return dependents


def _replacing_rows(organisations: Collection[int], people: Collection[int]) -> QuerySet[ImportRow]:
    """Return the rows that replaced values which name one of these; only imports that changed something have any."""
    counts = ImportRun.objects.order_by("pk").values_list("pk", "counts")
    runs = [pk for pk, run_counts in counts if run_counts.get("updated")]
    rows = ImportRow.objects.filter(run__in=runs, state=RowState.UPDATED, is_written=True)
    return rows.filter(
        Q(before__was__organisation_id__in=list(organisations)) | Q(before__was__contact_id__in=list(people))
    )
