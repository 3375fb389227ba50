"""What an import would do to the data as they are now; writes only the run's own rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.core.intake import (
    Column,
    Problem,
    Reading,
    ResolvedValues,
    column_vocabulary,
    is_day_first,
    read_row,
    shown,
)
from skillsnet.db.bulk import update_rows
from skillsnet.db.jobs import Lease, LeaseLost, give_way, heartbeat
from skillsnet.intake.actions.gc import relaxed_gc
from skillsnet.intake.actions.links import preview_links
from skillsnet.intake.actions.naming import NameWords, say_who_is_named
from skillsnet.intake.actions.states import InvalidTransition, begin_timing, move, refuse_unless_next
from skillsnet.intake.enums import RowKind, RowState, RunState
from skillsnet.intake.models import PLACES_A_ROW, ImportRow, ImportRun
from skillsnet.intake.queries import (
    Columns,
    Comparison,
    DuplicateProjects,
    Identities,
    Made,
    column_cells,
    compare,
    count_rows,
    in_batches,
    people_in,
)
from skillsnet.intake.queries.organisation_matching import platform_domains
from skillsnet.intake.queries.unmatched_values import Unknowns
from skillsnet.participants.actions import PERSON_FIELDS, differs, is_claimed
from skillsnet.taxonomy.queries import named_categories

ROWS_A_BATCH = 500
# The order of day and month, and what a column's lists hold, is told from so many rows.
SAMPLED_ROWS = 20_000
SITES = ("website", "organisation_website", "contact_email")
# A platform bears so many of a file's sites that the first rows tell.
SAMPLED_SITES = 2000
LISTED = ("category", "beneficiaries", "languages")
LOOKED_AT = ("state", "has_warning", "is_naming", "problems", "parsed", "project_id", "before")
OWNED_FIELDS = ("type", "external_id", "website")
# What a later row may give to the earlier one that is the same project.
TAKEN = {"contact": ("contact", "others"), "country": ("country", "region"), "summary": ("summary", "language")}


class _First(NamedTuple):
    """The first row of a project; little, since every row of a large file has one."""

    place: int
    number: int
    is_written: bool
    external_id: str


class _Later(NamedTuple):
    """A later row that somebody said is the project of an earlier one: its cells, which project, what to take."""

    cells: list[str]
    part: int
    take: list[str]


@dataclass
class _Look:
    """One look at a file: what its columns mean, what earlier rows have said, and what somebody answered."""

    run: ImportRun
    columns: list[Column]
    settled: ResolvedValues
    identities: Identities
    twins: DuplicateProjects
    unknowns: Unknowns
    later: dict[str, list[_Later]]
    written: set[int]
    keys: dict[str, _First] = field(default_factory=dict)
    # Of each organisation's and person's field the hash only: a large file has hundreds of thousands.
    owned: set[int] = field(default_factory=set)
    made: Made = field(default_factory=Made)
    places: set[int] = field(default_factory=set)


def preview(run: ImportRun) -> ImportRun:
    """Read each row, say what is wrong with it and what it would do, and count; the network's data stay as they are."""
    begin_preview(run)
    return finish_preview(run)


@transaction.atomic
def begin_preview(run: ImportRun) -> bool:
    """Move the run to being compared and return whether this call did it."""
    if run.state != RunState.PREVIEWING:
        refuse_unless_next(run, RunState.PREVIEWING)
    if run.emptied_at is not None:
        raise InvalidTransition(run, RunState.PREVIEWING)
    return move(run, to=RunState.PREVIEWING)


def finish_preview(run: ImportRun) -> ImportRun:
    """Look at every row from the first on; can be called again after a kill, and then begins anew."""
    with heartbeat(run.pk, of=ImportRun), relaxed_gc():
        run.done_rows = 0
        begin_timing(run)
        _forget_further(run)
        look = _look(run)
        version = data_version()
        with suppress(LeaseLost):
            lease = Lease(ImportRun, run.pk, {"state": RunState.PREVIEWING})
            for rows in in_batches(run, size=ROWS_A_BATCH, rows=_project_rows(run)):
                _look_at_batch(rows, look, lease=lease)
                give_way()
            preview_links(run, keys=look.keys)
            look.unknowns.annotate_counts(run, save=save_rows)
            _close(run, look, version)
    run.refresh_from_db()
    return run


def _look(run: ImportRun) -> _Look:
    return _Look(
        run=run,
        columns=run_columns(run),
        settled=ResolvedValues(categories=named_categories(), choices=run.choices.get("values", {})),
        identities=Identities(run.choices.get("organisations", {}), platforms=_platforms(run)),
        twins=DuplicateProjects(run.choices.get("projects", {})),
        unknowns=Unknowns(),
        later=_later_rows(run),
        written=set(_further(run).filter(is_written=True).values_list("place", flat=True)),
    )


def _further(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows that stand for further projects of a row of the file."""
    rows = ImportRow.objects.filter(run=run, kind=RowKind.PROJECT).annotate(project_in_row=F("place") % PLACES_A_ROW)
    return rows.exclude(project_in_row=0).order_by("place")


def _forget_further(run: ImportRun) -> None:
    """Let further projects go that are made anew: those that are not written, of rows that are not written."""
    waiting = list(_further(run).filter(is_written=False).values_list("place", flat=True))
    first = {place - place % PLACES_A_ROW for place in waiting}
    written = ImportRow.objects.filter(run=run, place__in=first, is_written=True).order_by("place")
    kept = set(written.values_list("place", flat=True))
    gone = [place for place in waiting if place - place % PLACES_A_ROW not in kept]
    ImportRow.objects.filter(run=run, place__in=gone).delete()


def _later_rows(run: ImportRun) -> dict[str, list[_Later]]:
    """Return the rows that somebody said are an earlier row's project, with the fields to take, by that one's key."""
    answers = [item for item in run.choices.get("projects", {}).values() if item.get("take") and not item.get("id")]
    # Further projects are made anew by each look, so their cells are found in the row of the file.
    places = {answer["place"] - answer["place"] % PLACES_A_ROW for answer in answers}
    rows = ImportRow.objects.filter(run=run, place__in=places).order_by("place")
    cells = dict(rows.values_list("place", "cells"))
    found: dict[str, list[_Later]] = {}
    for answer in answers:
        part = answer["place"] % PLACES_A_ROW
        if answer["place"] - part in cells:
            later = _Later(cells[answer["place"] - part], part, answer["take"])
            found.setdefault(answer["key"], []).append(later)
    return found


@transaction.atomic
def _look_at_batch(rows: list[ImportRow], look: _Look, *, lease: Lease[ImportRun]) -> None:
    """Look at a batch of rows and say how far it is, unless the run has moved on meanwhile."""
    run = look.run
    lease.lock()
    _look_at([row for row in rows if row.place not in look.places], look)
    run.done_rows += len(rows)
    lease.write(done_rows=run.done_rows, heartbeat_at=timezone.now())


def _platforms(run: ImportRun) -> frozenset[str]:
    """Return the domains under which many of the file's organisations stand: the platform they were exported from."""
    meant = [target_field.partition("#")[0] for target_field in (run.mapping[name] for name in run.header)]
    names = [index for index, target_field in enumerate(meant) if target_field == "organisation"]
    sites = [index for index, target_field in enumerate(meant) if target_field in SITES]
    if not names or not sites:
        return frozenset()
    rows = column_cells(run, [names[0], *sites], limit=SAMPLED_SITES)
    return platform_domains((name, cell) for name, *cells in rows for cell in cells if name and cell)


def _project_rows(run: ImportRun) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(run=run, kind=RowKind.PROJECT)


@transaction.atomic
def _close(run: ImportRun, look: _Look, version: int) -> None:
    run.counts, run.unknown = {**count_rows(run), "version": version}, look.unknowns.as_json()
    run.is_stale = False
    run.save(update_fields=["counts", "unknown", "is_stale"])
    move(run, to=RunState.PREVIEW)


def save_rows(rows: Iterable[ImportRow], *, fields: Sequence[str] = LOOKED_AT) -> None:
    """Write what became of rows."""
    update_rows(ImportRow, fields, [[*(getattr(row, name) for name in fields), row.pk] for row in rows])


def run_columns(run: ImportRun) -> list[Column]:
    """Return what the file's columns mean, with the parts of those that are split and the values that they hold."""
    columns = list(_mapped_columns(run))
    dated = {column.index for column in columns if column.target_field == "submitted_on" and not column.at}
    listed = {column.index for column in columns if _target_field(column) in LISTED}
    wanted = sorted(dated | listed)
    if not wanted:
        return columns
    cells = list(zip(*column_cells(run, wanted, limit=SAMPLED_ROWS), strict=True)) or [()] * len(wanted)
    held = dict(zip(wanted, cells, strict=True))
    return [
        Column(
            index=column.index, name=column.name, target_field=column.target_field, at=column.at, part=column.part,
            day_first=column.index not in dated or is_day_first(held[column.index]) is not False,
            clock_day_first=column.index in dated and is_day_first(held[column.index], with_clock=True) is True,
            vocabulary=column_vocabulary(held[column.index]) if column.index in listed else frozenset(),
        )
        for column in columns
    ]  # fmt: skip


def _mapped_columns(run: ImportRun) -> Iterator[Column]:
    for index, name in enumerate(run.header):
        split = run.splits.get(name)
        if not split:
            yield Column(index=index, name=name, target_field=run.mapping[name])
            continue
        for part, target_field in enumerate([run.mapping[name], *split["rest"]]):
            yield Column(index=index, name=name, target_field=target_field, at=split["at"], part=part)


def _look_at(rows: list[ImportRow], look: _Look) -> None:
    """Say what becomes of each row of a batch, and of the further projects that stand in them."""
    fresh: list[ImportRow] = []
    for row in rows:
        if row.is_written:
            look.keys.setdefault(row.parsed["key"], _first(row))
        elif "skip" not in row.parsed:
            fresh += [row, *_read(row, look)]
    readable = [row for row in fresh if row.state != RowState.ERROR]
    look.identities.learn([(row.place, row.number, row.parsed) for row in readable])
    for row in readable:
        _identify(row.parsed, look.identities)
    asked = look.twins.learn(look.run.call, readable)
    compared = [row for row in readable if not _is_left_out(row, look, asked.get(row.place))]
    comparison = compare(look.run.call, compared, columns=Columns.of(look.run), made=look.made)
    words = NameWords.of(list(comparison.people.values()))
    for row in compared:
        row.state = comparison.states[row.place]
        _say_what_stays(row, comparison, look)
        say_who_is_named(row, words, look.columns)
    for row in fresh:
        is_said = bool(row.problems or row.parsed.get("said_at"))
        row.has_warning = is_said and row.state not in (RowState.ERROR, RowState.DUPLICATE)
    save_rows([row for row in fresh if row.pk])
    ImportRow.objects.bulk_create([row for row in fresh if not row.pk])


def _read(row: ImportRow, look: _Look) -> list[ImportRow]:
    """Fill in the row's parsed values and problems, and return rows for the further projects that stand in it."""
    faults: Mapping[str, Any] = row.parsed.get("faults", {})
    reading = read_row(row.cells, columns=look.columns, faults=faults, settled=look.settled)
    row.parsed = {**_part_of(reading, row.part), "faults": faults}
    row.state, row.before, row.project = RowState.ERROR if reading.is_refused else "", None, None
    _overlay(row, look)
    dedupe, said_at = look.unknowns.dedupe(reading.problems, row=row)
    row.problems, row.parsed["said_at"] = [problem.as_json() for problem in dedupe], said_at
    if reading.is_refused or row.part:
        return []
    further = [
        ImportRow(
            run=look.run, place=row.place + part, sheet=row.sheet, number=row.number, cells=row.cells,
            parsed={**parsed, "faults": {}},
        )
        for part, parsed in enumerate(reading.further, start=1)
        if row.place + part not in look.written
    ]  # fmt: skip
    look.places.update(made.place for made in further)
    return further


def _part_of(reading: Reading, part: int) -> dict[str, Any]:
    """Return what a row says of one of its projects: the first of its cells, or a further one."""
    return reading.further[part - 1] if 0 < part <= len(reading.further) else reading.parsed


def _overlay(row: ImportRow, look: _Look) -> None:
    """Give the row what somebody chose to take from later rows that are the same project."""
    for later in look.later.get(row.parsed["key"], ()):
        said = _part_of(read_row(later.cells, columns=look.columns, settled=look.settled), later.part)
        for name in later.take:
            row.parsed.update({part: said[part] for part in TAKEN.get(name, (name,))})


def _identify(parsed: dict[str, Any], identities: Identities) -> None:
    """Write into the row what its organisation was found to be; people without an address are known within it."""
    organisation = parsed["organisation"]
    if organisation is None:
        return
    identity = identities.known[organisation["key"]]
    organisation["is"], organisation["asks"] = identity.as_json(), list(identity.asks)
    organisation["take"], organisation["leave"] = list(identity.take), list(identity.leave)
    if identity.key == organisation["key"]:
        return
    for person in people_in(parsed):
        if not person["email"]:
            person["key"] = person["key"].removesuffix(organisation["key"]) + identity.key


def _is_left_out(row: ImportRow, look: _Look, question: dict[str, Any] | None) -> bool:
    """Whether the row is not to be written as it is: it stands twice, or waits for an answer."""
    parsed, choice = row.parsed, look.run.choices.get("projects", {}).get(row.parsed["key"], {})
    first = look.keys.get(choice.get("key", "")) or look.keys.setdefault(parsed["key"], _first(row))
    if first.place != row.place and first.is_written and choice.get("take"):
        # The other is on the map already, so what was chosen changes it there.
        parsed["key"], parsed["external_id"] = choice["key"], first.external_id
        parsed["take"] = choice["take"]
    elif first.place != row.place:
        row.state = RowState.DUPLICATE
        row.problems = [_duplicate(parsed, columns=look.columns, first=first.number).as_json()]
        return True
    if question is not None:
        parsed["asks"] = question
    if question is not None or (parsed["organisation"] and parsed["organisation"]["asks"]):
        row.state = RowState.NEEDS_DECISION
        return True
    _own(parsed, look)
    return False


def _first(row: ImportRow) -> _First:
    return _First(row.place, row.number, row.is_written, row.parsed["external_id"])


def _own(parsed: dict[str, Any], look: _Look) -> None:
    """Let the first row that fills in a field of an organisation or person decide it, so that rows do not fight."""
    organisation = parsed["organisation"]
    parts: list[tuple[str, dict[str, Any], Sequence[str]]]
    parts = [(f"person {person['key']}", person, PERSON_FIELDS) for person in people_in(parsed)]
    if organisation:
        name = f"organisation {organisation['is']['id'] or organisation['is']['key']}"
        parts.append((name, organisation, OWNED_FIELDS))
    for name, part, fields in parts:
        part["owns"] = [field for field in fields if part[field] and hash((name, field)) not in look.owned]
        look.owned.update(hash((name, field)) for field in part["owns"])


def _say_what_stays(row: ImportRow, comparison: Comparison, look: _Look) -> None:
    """Name what the file says of people who speak for themselves, since their own word stays."""
    for said in people_in(row.parsed):
        person = comparison.people.get(said["key"])
        if person is None or not is_claimed(person):
            continue
        for name in said["owns"]:
            if differs(person, said, name):
                column = next((c.name for c in look.columns if c.target_field.startswith(f"contact_{name}")), "")
                problem = Problem("claimed_stays", column=column, value=shown(said[name]))
                row.problems.append(problem.as_json())


def _target_field(column: Column) -> str:
    return column.target_field.partition("#")[0]


def _duplicate(parsed: Mapping[str, Any], *, columns: Sequence[Column], first: int) -> Problem:
    target_field = "external_id" if parsed["external_id"] else "title"
    name = next((column.name for column in columns if column.target_field == target_field), "")
    return Problem("duplicate", column=name, value=shown(parsed[target_field]), params={"first": first})
