"""What always holds of the data, asked of the data as they are."""

from collections.abc import Callable, Iterator

from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.models import Exists, F, OuterRef, Q

from skillsnet.calls.models import Project
from skillsnet.calls.queries import outdated_withheld_names
from skillsnet.classification.actions.decisions import effective_decisions
from skillsnet.classification.enums import Outcome
from skillsnet.classification.models import Assignment, Decision
from skillsnet.core.geo import region_of
from skillsnet.intake.enums import RowKind, RunState
from skillsnet.intake.models import ImportFile, ImportRow
from skillsnet.participants.enums import AffiliationState, EditingRight
from skillsnet.participants.models import Affiliation, Organisation, OrganisationName
from skillsnet.publication.enums import PublicationState
from skillsnet.publication.models import ProjectTransfer, Publication
from skillsnet.taxonomy.enums import EditionState
from skillsnet.taxonomy.models import Edition

CHECKED_AT_ONCE = 500

Invariant = Callable[[], Iterator[str]]


def broken_invariants() -> list[str]:
    """Return a sentence for each thing that does not hold, naming it; empty when all is well."""
    return [sentence for invariant in INVARIANTS for sentence in invariant()]


def _foreign_keys() -> Iterator[str]:
    try:
        connection.check_constraints()
    except IntegrityError as error:
        yield f"A row points at one that is not there: {error}"


def _integrity() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (f"The database file is damaged: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")


def _migrations() -> Iterator[str]:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        yield "The database is behind the program: run skillsnet migrate."


def _search_documents() -> Iterator[str]:
    missing = Project.objects.filter(search=None).order_by("pk").values_list("pk", flat=True)
    yield from (f"Project {pk} cannot be found by searching." for pk in missing)


def _regions() -> Iterator[str]:
    pairs = Project.objects.exclude(country="").order_by().values_list("country", "region").distinct()
    for country, region in pairs:
        if region != region_of(country):
            yield f"Projects of {country} are in the region {region!r} instead of {region_of(country)!r}."


def _merged_organisations() -> Iterator[str]:
    merged = Organisation.objects.filter(merged_into__isnull=False)
    for pk in (
        merged.filter(~Q(projects=None) | ~Q(affiliations=None)).order_by("pk").distinct().values_list("pk", flat=True)
    ):
        yield f"Organisation {pk} is part of another one and still has projects or people of its own."


def _names() -> Iterator[str]:
    duplicate_names = OrganisationName.objects.filter(key__in=Organisation.objects.values("key")).order_by("pk")
    for name in duplicate_names:
        yield f"The name {name.pk} of organisation {name.organisation_id} is another organisation's own."


def _affiliations() -> Iterator[str]:
    projects = Project.objects.filter(contact__isnull=False, organisation__isnull=False).order_by("pk")
    affiliations = set(Affiliation.objects.order_by().values_list("person_id", "organisation_id"))
    for pk, person, organisation in projects.values_list("pk", "contact_id", "organisation_id"):
        if (person, organisation) not in affiliations:
            yield f"The contact person of project {pk} is not affiliated with its organisation."


def _owners() -> Iterator[str]:
    affiliations = Affiliation.objects.filter(state=AffiliationState.CONFIRMED, organisation__merged_into=None)
    of_members = affiliations.filter(person__user__is_active=True).order_by()
    owned = affiliations.filter(right=EditingRight.OWNER).order_by().values("organisation")
    ids = of_members.exclude(organisation__in=owned).values_list("organisation_id", flat=True).distinct()
    for pk in sorted(ids):
        yield f"Organisation {pk} has members and no owner."


def _import_rows() -> Iterator[str]:
    imported_rows = ImportRow.objects.filter(is_written=True, run__state=RunState.COMMITTED, kind=RowKind.PROJECT)
    rows_without_project = imported_rows.filter(before__isnull=False, project=None, state="new").order_by(
        "run", "position"
    )
    for run, number in rows_without_project.values_list("run_id", "number"):
        yield f"Row {number} of import {run} was written and its project is gone."
    for pk in ImportFile.objects.filter(run__state=RunState.COMMITTED).order_by("pk").values_list("pk", flat=True):
        yield f"The file of import {pk} is kept although its rows are written."


def _assignments() -> Iterator[str]:
    for pk in (
        Assignment.objects.exclude(
            edition=F("category__edition"), decision__edition=F("edition"), decision__project=F("project")
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        yield f"Assignment {pk} names a category, a decision and an edition or project that do not belong together."
    primary = Assignment.objects.filter(decision=OuterRef("pk"), is_primary=True)
    decisions = Decision.objects.filter(outcome=Outcome.PLACED)
    unplaced = Decision.objects.exclude(outcome=Outcome.PLACED).filter(assignments__isnull=False)
    for pk in (decisions.filter(~Exists(primary)) | unplaced).order_by("pk").distinct().values_list("pk", flat=True):
        yield f"Decision {pk} says one thing and its categories another."


def _current_assignments() -> Iterator[str]:
    for edition in Edition.objects.order_by("pk"):
        last = 0
        while ids := _decided_after(edition, last):
            expected_ids = set(effective_decisions(ids, edition).values())
            assignments = Assignment.objects.filter(edition=edition, project__in=ids).order_by("pk")
            for pk, decision, is_current in assignments.values_list("pk", "decision_id", "is_current"):
                if is_current != (decision in expected_ids):
                    yield f"Assignment {pk} is marked as {'' if is_current else 'not '}current, against the decisions."
            last = ids[-1]


def _decided_after(edition: Edition, last: int) -> list[int]:
    decisions = Decision.objects.filter(edition=edition, project__gt=last).order_by("project_id")
    return list(decisions.values_list("project_id", flat=True).distinct()[:CHECKED_AT_ONCE])


def _publications() -> Iterator[str]:
    transfers = ProjectTransfer.objects.filter(
        publication__state__in=[PublicationState.UNDONE, PublicationState.STOPPED]
    )
    in_effect = transfers.filter(new_decision__undone_by=None, new_decision__isnull=False)
    for pk in in_effect.order_by("pk").values_list("pk", flat=True):
        yield f"Transfer {pk} of a publication that was undone still moves its project."
    in_force = Publication.objects.filter(state=PublicationState.PUBLISHED)
    wrong = in_force.exclude(edition__state__in=[EditionState.PUBLISHED, EditionState.SUPERSEDED])
    for pk in wrong.order_by("pk").values_list("pk", flat=True):
        yield f"Publication {pk} says that its edition is in force, and it is not."


def _withheld_names() -> Iterator[str]:
    last = 0
    while ids := list(
        Project.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHECKED_AT_ONCE]
    ):
        projects, organisations = outdated_withheld_names(ids)
        yield from (f"Project {pk} does not withhold the names that are in its texts." for _, pk in projects)
        yield from (f"Organisation {pk} does not withhold the names that are in its name." for _, pk in organisations)
        last = ids[-1]


INVARIANTS: tuple[Invariant, ...] = (
    *(
        _migrations,
        _integrity,
        _foreign_keys,
        _search_documents,
        _regions,
        _merged_organisations,
        _names,
        _affiliations,
        _owners,
    ),
    *(_import_rows, _assignments, _current_assignments, _publications, _withheld_names),
)
