"""Reading imports: what stands, what a run's rows would change, and what is known to compare with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from skillsnet.calls.enums import ProposalStatus
from skillsnet.calls.models import Call, Proposal
from skillsnet.calls.queries import snapshots
from skillsnet.core.text import fold
from skillsnet.intake.enums import RowState, RunState
from skillsnet.intake.models import ImportRow, ImportRun
from skillsnet.participants.actions import PERSON_FIELDS, differs, is_claimed
from skillsnet.participants.models import Organisation, Person
from skillsnet.taxonomy.models import Category
from skillsnet.taxonomy.queries import current_edition

SAMPLED_ROWS = 40
NAMED_CATEGORIES = "category_named"
# Which meanings decide a proposal's field. A field none of whose meanings is in the file keeps what it holds.
DECIDED_BY: dict[str, tuple[str, ...]] = {
    "external_id": ("external_id",),
    "organisation_id": ("organisation",),
    "contact_id": ("contact_name", "contact_email"),
    "summary": ("summary", "more_text"),
    "language": ("summary", "more_text"),
    "country": ("country",),
    "region": ("country",),
    "stage": ("stage",),
    "website": ("website",),
    "submitted_on": ("submitted_on",),
    "languages": ("languages",),
    "beneficiaries": ("beneficiaries",),
}
OUTCOMES = {
    "new": RowState.NEW,
    "updated": RowState.UPDATED,
    "unchanged": RowState.UNCHANGED,
    "duplicates": RowState.DUPLICATE,
    "errors": RowState.ERROR,
}


@dataclass
class Comparison:
    """What stands for a batch of rows, and what each row would make of it."""

    existing: dict[str, Proposal]
    current: dict[int, dict[str, Any]]
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    states: dict[int, str] = field(default_factory=dict)


def all_runs() -> QuerySet[ImportRun]:
    """Return every import, the newest first."""
    return ImportRun.objects.select_related("call").order_by("-created_at", "-pk")


def in_batches(run: ImportRun, *, size: int, rows: QuerySet[ImportRow] | None = None) -> Iterator[list[ImportRow]]:
    """Yield the run's rows by number; each batch is read when it is asked for, so it may be written meanwhile."""
    last = -1
    base = ImportRow.objects.filter(run=run) if rows is None else rows
    while batch := list(base.filter(number__gt=last).order_by("number")[:size]):
        yield batch
        last = batch[-1].number


def compare(call: Call, rows: Sequence[ImportRow], *, mapped: Iterable[str]) -> Comparison:
    """Return how the rows differ from what stands now; five queries, whatever the number of rows."""
    candidates = [row.candidate for row in rows]
    keys = [candidate["key"] for candidate in candidates]
    existing = {proposal.key: proposal for proposal in Proposal.objects.filter(call=call, key__in=keys).order_by("pk")}
    places = {item["organisation"]["key"] for item in candidates if item["organisation"]}
    contacts = {item["contact"]["key"] for item in candidates if item["contact"]}
    comparison = Comparison(
        existing=existing,
        current=snapshots(existing.values()),
        organisations={item.key: item for item in Organisation.objects.filter(key__in=places).order_by("pk")},
        people={item.key: item for item in Person.objects.filter(key__in=contacts).order_by("pk")},
    )
    meanings = set(mapped)
    for row in rows:
        comparison.states[row.number] = _state(row.candidate, comparison, meanings)
    return comparison


def target_values(
    candidate: Mapping[str, Any],
    *,
    current: Mapping[str, Any] | None,
    organisation_id: int | None,
    contact_id: int | None,
    mapped: Iterable[str],
) -> dict[str, Any]:
    """Return a proposal's values once the row is written, in the shape of `calls.queries.snapshots`."""
    extra = dict(candidate["extra"])
    if candidate["categories"]:
        extra[NAMED_CATEGORIES] = candidate["categories"]
    values = {
        **{name: candidate[name] for name in ("key", "title", "external_id", "summary", "language", "country")},
        **{name: candidate[name] for name in ("region", "stage", "website", "submitted_on", "languages")},
        "beneficiaries": candidate["beneficiaries"],
        "organisation_id": organisation_id,
        "contact_id": contact_id,
        "status": candidate["status"] or (current["status"] if current else ProposalStatus.SUBMITTED.value),
        "extra": extra,
    }
    if current is not None:
        meanings = set(mapped)
        for name, decided_by in DECIDED_BY.items():
            if meanings.isdisjoint(decided_by):
                values[name] = current[name]
    return values


def _state(candidate: Mapping[str, Any], comparison: Comparison, mapped: set[str]) -> str:
    proposal = comparison.existing.get(candidate["key"])
    if proposal is None:
        return RowState.NEW
    organisation, contact = candidate["organisation"], candidate["contact"]
    place = comparison.organisations.get(organisation["key"]) if organisation else None
    person = comparison.people.get(contact["key"]) if contact else None
    if (organisation and place is None) or (contact and person is None):
        return RowState.UPDATED
    if place and organisation["owns"] and organisation["type"] not in ("", place.type):
        return RowState.UPDATED
    if person and _would_change(person, contact):
        return RowState.UPDATED
    current = comparison.current[proposal.pk]
    target = target_values(
        candidate,
        current=current,
        organisation_id=place.pk if place else None,
        contact_id=person.pk if person else None,
        mapped=mapped,
    )
    return RowState.UNCHANGED if target == current else RowState.UPDATED


def _would_change(person: Person, contact: Mapping[str, Any]) -> bool:
    if not contact["owns"] or is_claimed(person):
        return False
    return any(differs(person, contact, name) for name in PERSON_FIELDS)


def count_rows(run: ImportRun) -> dict[str, int]:
    """Return how many rows have which outcome; the outcomes add up to `rows`."""
    totals = ImportRow.objects.filter(run=run).aggregate(
        rows=Count("pk"),
        warnings=Count("pk", filter=Q(has_warning=True, state__in=["new", "updated", "unchanged"])),
        **{name: Count("pk", filter=Q(state=state)) for name, state in OUTCOMES.items()},
    )
    return {name: int(number) for name, number in totals.items()}


def rows_with_problems(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows a person should look at, in the file's order."""
    return ImportRow.objects.filter(run=run).exclude(problems=[]).order_by("number")


def rows_in(run: ImportRun, *, state: str) -> QuerySet[ImportRow]:
    """Return the rows of one outcome, or those with a warning, or all; in the file's order."""
    rows = ImportRow.objects.filter(run=run).order_by("number")
    if state == "warning":
        return rows.filter(has_warning=True)
    return rows.filter(state=state) if state in RowState.values else rows


def rejected_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that were left out, in the file's order."""
    return ImportRow.objects.filter(run=run, state__in=[RowState.ERROR, RowState.DUPLICATE]).order_by("number")


def known_categories() -> frozenset[str]:
    """Return every folded word by which a file may name a category in force: slugs, and names in each language."""
    edition = current_edition()
    categories = Category.objects.filter(edition=edition).prefetch_related("texts").order_by("pk")
    return frozenset(
        fold(word) for item in categories for word in (item.slug, *(text.name for text in item.texts.all()))
    )


def kept_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that taking back left as they are, in the file's order."""
    if run.state != RunState.UNDONE:
        return ImportRow.objects.none()
    return ImportRow.objects.filter(run=run, is_written=True, before__isnull=False).order_by("number")


def sample_cells(run: ImportRun) -> list[list[str]]:
    """Return the first rows' cells, from which a column's samples are taken."""
    return list(run.rows.order_by("number").values_list("cells", flat=True)[:SAMPLED_ROWS])
