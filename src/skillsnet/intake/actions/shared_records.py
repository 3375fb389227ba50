"""What an import made and other rows stand on: it stays, and one of those rows answers for it from then on.

So the last row that stands on an organisation or person takes it along when it is taken back, in whatever order the
imports are taken back.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from skillsnet.calls.models import Project
from skillsnet.intake.actions.previews import save_rows
from skillsnet.intake.enums import RowState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.intake.queries import people_in
from skillsnet.participants.models import Person

Pair = tuple[int, int]


@dataclass
class ReassignOwnership:
    """The rows that stand on what other rows made, by what they stand on."""

    organisations: dict[int, ImportRow] = field(default_factory=dict)
    people: dict[int, ImportRow] = field(default_factory=dict)
    affiliations: dict[Pair, ImportRow] = field(default_factory=dict)
    names: dict[str, ImportRow] = field(default_factory=dict)
    # Replaced values that name an organisation or person: these may not go before they are put back.
    named_organisations: set[int] = field(default_factory=set)
    named_people: set[int] = field(default_factory=set)
    _changed: dict[int, ImportRow] = field(default_factory=dict)

    def reassign(
        self, *, organisations: Iterable[int], people: Iterable[int], affiliations: Iterable[Pair], names: Iterable[str]
    ) -> None:
        """Let rows answer for what stays; what no row stands on is somebody else's."""
        for kind, ids, heirs in (
            ("organisations", organisations, self.organisations),
            ("people", people, self.people),
        ):
            for pk in ids:
                self._reassign_row(heirs.get(pk), kind, {"id": pk, "is_made": True, "was": None, "now": {}})
        for pair in affiliations:
            self._reassign_row(self.affiliations.get(pair), "affiliations", list(pair))
        for name in names:
            self._reassign_row(self.names.get(name), "names", name)
        save_rows(self._changed.values(), fields=("before",))

    def _reassign_row(self, row: ImportRow | None, kind: str, part: Any) -> None:
        if row is None:
            return
        heir = self._changed.setdefault(row.pk, row)
        before: dict[str, Any] = heir.before or {}
        # What the heir replaced were words of the import that is taken back: they go, they never return.
        others = [
            item for item in before.get(kind, ()) if kind in ("affiliations", "names") or item["id"] != part["id"]
        ]
        heir.before = {**before, kind: [*others, part]}


def find_heirs(
    rows: Collection[ImportRow], *, organisations: Collection[int], people: Collection[int]
) -> ReassignOwnership:
    """Return which other written rows stand on these organisations and people; at most five queries."""
    heirs = ReassignOwnership()
    if not organisations and not people:
        return heirs
    without = [row.pk for row in rows]
    projects = Project.objects.filter(Q(organisation__in=organisations) | Q(contact__in=people))
    # Rows that changed nothing and only gave consents made nothing that they could hand on.
    others = ImportRow.objects.filter(is_written=True, before__has_key="was", project__in=projects.values("pk"))
    keys = dict(Person.objects.filter(pk__in=people).order_by("pk").values_list("key", "pk"))
    for row in others.exclude(pk__in=without).select_related("project").defer("cells", "original_cells").order_by("pk"):
        _stands_on(row, heirs, keys)
    for row in _naming(organisations, people).exclude(pk__in=without).defer("cells", "original_cells").order_by("pk"):
        was = (row.before or {})["was"]
        heirs.named_organisations.add(was["organisation_id"])
        heirs.named_people.add(was["contact_id"])
        heirs.organisations.setdefault(was["organisation_id"], row)
        heirs.people.setdefault(was["contact_id"], row)
    return heirs


def _stands_on(row: ImportRow, heirs: ReassignOwnership, keys: dict[str, int]) -> None:
    project = row.project
    if project is None:
        return
    people = {keys[person["key"]] for person in people_in(row.parsed) if person["key"] in keys}
    if project.contact_id is not None:
        people.add(project.contact_id)
    for pk in people:
        heirs.people.setdefault(pk, row)
    if project.organisation_id is not None:
        heirs.organisations.setdefault(project.organisation_id, row)
        for pk in people:
            heirs.affiliations.setdefault((pk, project.organisation_id), row)
    organisation = row.parsed["organisation"]
    if organisation:
        heirs.names.setdefault(organisation["key"], row)


def _naming(organisations: Collection[int], people: Collection[int]) -> Any:
    """Return the rows that replaced values which name one of these; only imports that changed something have any."""
    counts = ImportRun.objects.order_by("pk").values_list("pk", "counts")
    runs = [pk for pk, counted in counts if counted.get("updated")]
    rows = ImportRow.objects.filter(run__in=runs, state=RowState.UPDATED, is_written=True)
    return rows.filter(
        Q(before__was__organisation_id__in=list(organisations)) | Q(before__was__contact_id__in=list(people))
    )
