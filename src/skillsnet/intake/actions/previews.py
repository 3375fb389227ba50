"""What an import would do to the data as they are now; writes only the run's own rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from skillsnet.calls.queries import data_version
from skillsnet.core.intake import Column, Problem, Settled, column_vocabulary, is_day_first, read_row, shown
from skillsnet.db.bulk import update_rows
from skillsnet.intake.actions.collecting import collecting_seldom
from skillsnet.intake.actions.heartbeat import beating
from skillsnet.intake.actions.links import preview_links
from skillsnet.intake.actions.states import begin_timing, move, refuse_unless_next
from skillsnet.intake.enums import RowKind, RowState, RunState
from skillsnet.intake.models import PLACES_A_ROW, ImportRow, ImportRun
from skillsnet.intake.queries import (
    Comparison,
    Identities,
    Twins,
    column_cells,
    compare,
    count_rows,
    in_batches,
    people_in,
)
from skillsnet.intake.queries.identities import platform_domains
from skillsnet.intake.queries.unknowns import Unknowns
from skillsnet.participants.actions import PERSON_FIELDS, differs, is_claimed
from skillsnet.taxonomy.queries import named_categories

ROWS_A_BATCH = 500
# The order of day and month, and what a column's lists hold, is told from so many rows.
SAMPLED_ROWS = 20_000
SITES = ("website", "organisation_website", "contact_email")
# A platform bears so many of a file's sites that the first rows tell.
SAMPLED_SITES = 2000
LISTED = ("category", "beneficiaries", "languages")
LOOKED_AT = ("state", "has_warning", "problems", "candidate", "proposal_id", "before")
# What a later row may give to the earlier one that is the same proposal.
TAKEN = {"contact": ("contact", "others"), "country": ("country", "region"), "summary": ("summary", "language")}


@dataclass
class _Look:
    """One look at a file: what its columns mean, and what earlier rows have said."""

    run: ImportRun
    columns: list[Column]
    settled: Settled
    identities: Identities
    twins: Twins
    unknowns: Unknowns
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)


def preview(run: ImportRun) -> ImportRun:
    """Read each row, say what is wrong with it and what it would do, and count; the network's data stay as they are."""
    begin_preview(run)
    return finish_preview(run)


@transaction.atomic
def begin_preview(run: ImportRun) -> bool:
    """Move the run to being compared and return whether this call did it; what was taken back is looked at anew."""
    if run.state != RunState.PREVIEWING:
        refuse_unless_next(run, RunState.PREVIEWING)
    if run.state == RunState.UNDONE:
        ImportRow.objects.filter(run=run).update(is_written=False, before=None)
    return move(run, to=RunState.PREVIEWING)


def finish_preview(run: ImportRun) -> ImportRun:
    """Look at every row from the first on; can be called again after a kill, and then begins anew."""
    with beating(run.pk), collecting_seldom():
        run.done_rows = 0
        begin_timing(run)
        further = ImportRow.objects.filter(run=run, is_written=False).annotate(
            proposal_in_row=F("place") % PLACES_A_ROW
        )
        further.exclude(proposal_in_row=0).delete()
        look = _Look(
            run=run,
            columns=run_columns(run),
            settled=Settled(categories=named_categories(), choices=run.choices.get("values", {})),
            identities=Identities(run.choices.get("organisations", {}), platforms=_platforms(run)),
            twins=Twins(run.choices.get("proposals", {})),
            unknowns=Unknowns(),
        )
        version = data_version()
        for rows in in_batches(run, size=ROWS_A_BATCH, rows=_proposal_rows(run)):
            _look_at(rows, look)
            run.done_rows += len(rows)
            ImportRun.objects.filter(pk=run.pk).update(done_rows=run.done_rows, heartbeat_at=timezone.now())
        preview_links(run, keys=look.keys)
        look.unknowns.say_how_often(run, save=save_rows)
        _close(run, look, version)
    run.refresh_from_db()
    return run


def _platforms(run: ImportRun) -> frozenset[str]:
    """Return the domains under which many of the file's organisations stand: the platform they were exported from."""
    meant = [meaning.partition("#")[0] for meaning in (run.mapping[name] for name in run.header)]
    names = [index for index, meaning in enumerate(meant) if meaning == "organisation"]
    sites = [index for index, meaning in enumerate(meant) if meaning in SITES]
    if not names or not sites:
        return frozenset()
    rows = column_cells(run, [names[0], *sites], limit=SAMPLED_SITES)
    return platform_domains((name, cell) for name, *cells in rows for cell in cells if name and cell)


def _proposal_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Return the rows of the file, and the further proposals of rows that are written; the others are made anew."""
    rows = ImportRow.objects.filter(run=run, kind=RowKind.PROPOSAL).annotate(proposal_in_row=F("place") % PLACES_A_ROW)
    return rows.filter(Q(proposal_in_row=0) | Q(is_written=True))


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
    dated = {column.index for column in columns if column.meaning == "submitted_on" and not column.at}
    listed = {column.index for column in columns if column.meaning.partition("#")[0] in LISTED}
    wanted = sorted(dated | listed)
    if not wanted:
        return columns
    cells = list(zip(*column_cells(run, wanted, limit=SAMPLED_ROWS), strict=True)) or [()] * len(wanted)
    held = dict(zip(wanted, cells, strict=True))
    return [
        Column(
            index=column.index, name=column.name, meaning=column.meaning, at=column.at, part=column.part,
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
            yield Column(index=index, name=name, meaning=run.mapping[name])
            continue
        for part, meaning in enumerate([run.mapping[name], *split["rest"]]):
            yield Column(index=index, name=name, meaning=meaning, at=split["at"], part=part)


def _look_at(rows: list[ImportRow], look: _Look) -> None:
    """Say what becomes of each row of a batch, and of the further proposals that stand in them."""
    fresh: list[ImportRow] = []
    for row in rows:
        if row.is_written:
            look.keys.setdefault(row.candidate["key"], (row.place, row.number))
        elif "skip" not in row.candidate:
            fresh += [row, *_read(row, look)]
    readable = [row for row in fresh if row.state != RowState.ERROR]
    look.identities.learn([(row.number, row.candidate) for row in readable])
    for row in readable:
        _identify(row.candidate, look.identities)
    asked = look.twins.learn(look.run.call, readable)
    compared = [row for row in readable if not _is_left_out(row, look, asked.get(row.place))]
    comparison = compare(look.run.call, compared, mapped=_meanings(look.columns))
    for row in compared:
        row.state = comparison.states[row.place]
        _say_what_stays(row, comparison, look)
    for row in fresh:
        row.has_warning = row.state not in (RowState.ERROR, RowState.DUPLICATE) and bool(row.problems)
    save_rows([row for row in fresh if row.part == 0])
    further = [row for row in fresh if row.part]
    ImportRow.objects.bulk_create(further)


def _meanings(columns: Sequence[Column]) -> list[str]:
    return [column.meaning for column in columns]


def _read(row: ImportRow, look: _Look) -> list[ImportRow]:
    """Fill in the row's candidate and problems, and return rows for the further proposals that stand in it."""
    faults: Mapping[str, Any] = row.candidate.get("faults", {})
    reading = read_row(row.cells, columns=look.columns, faults=faults, settled=look.settled)
    row.candidate = {**reading.candidate, "faults": faults}
    row.state, row.before, row.proposal = RowState.ERROR if reading.is_refused else "", None, None
    _overlay(row, look)
    row.problems = [problem.as_json() for problem in look.unknowns.heard(reading.problems, place=row.place)]
    if reading.is_refused:
        return []
    return [
        ImportRow(
            run=look.run, place=row.place + part, sheet=row.sheet, number=row.number, cells=row.cells,
            candidate={**candidate, "faults": {}},
        )
        for part, candidate in enumerate(reading.further, start=1)
    ]  # fmt: skip


def _overlay(row: ImportRow, look: _Look) -> None:
    """Give the row what somebody chose to take from later rows that are the same proposal."""
    key = row.candidate["key"]
    for choice in look.run.choices.get("proposals", {}).values():
        if choice.get("key") != key or not choice.get("take"):
            continue
        later = ImportRow.objects.filter(run=look.run, place=choice["place"]).first()
        if later is None:
            continue
        said = read_row(later.cells, columns=look.columns, settled=look.settled).candidate
        for name in choice["take"]:
            row.candidate.update({part: said[part] for part in TAKEN.get(name, (name,))})


def _identify(candidate: dict[str, Any], identities: Identities) -> None:
    """Write into the row what its organisation was found to be; people without an address are known within it."""
    organisation = candidate["organisation"]
    if organisation is None:
        return
    identity = identities.known[organisation["key"]]
    organisation["is"], organisation["asks"] = identity.as_json(), list(identity.asks)
    organisation["take"], organisation["leave"] = list(identity.take), list(identity.leave)
    if identity.key == organisation["key"]:
        return
    for person in people_in(candidate):
        if not person["email"]:
            person["key"] = person["key"].removesuffix(organisation["key"]) + identity.key


def _is_left_out(row: ImportRow, look: _Look, question: dict[str, Any] | None) -> bool:
    """Whether the row is not to be written as it is: it stands twice, or waits for an answer."""
    candidate, choice = row.candidate, look.run.choices.get("proposals", {}).get(row.candidate["key"], {})
    first = look.keys.get(choice.get("key", "")) or look.keys.setdefault(candidate["key"], (row.place, row.number))
    if first[0] != row.place:
        row.state = RowState.DUPLICATE
        row.problems = [_duplicate(candidate, columns=look.columns, first=first[1]).as_json()]
        return True
    if question is not None:
        candidate["asks"] = question
    if question is not None or (candidate["organisation"] and candidate["organisation"]["asks"]):
        row.state = RowState.ASKS
        return True
    _own(candidate, look)
    return False


def _own(candidate: dict[str, Any], look: _Look) -> None:
    """Let the first row that names an organisation or person decide its fields, so that rows do not fight."""
    organisation = candidate["organisation"]
    parts = [("person", person) for person in people_in(candidate)]
    parts += [("organisation", organisation)] if organisation else []
    for kind, part in parts:
        name = f"{kind} {part['is']['id'] or part['is']['key']}" if kind == "organisation" else f"{kind} {part['key']}"
        part["owns"] = name not in look.owners
        look.owners.add(name)


def _say_what_stays(row: ImportRow, comparison: Comparison, look: _Look) -> None:
    """Name what the file says of people who speak for themselves, since their own word stays."""
    for said in people_in(row.candidate):
        person = comparison.people.get(said["key"])
        if person is None or not said["owns"] or not is_claimed(person):
            continue
        for name in PERSON_FIELDS:
            if differs(person, said, name):
                column = next((c.name for c in look.columns if c.meaning.startswith(f"contact_{name}")), "")
                problem = Problem("claimed_stays", column=column, value=shown(said[name]))
                row.problems.append(problem.as_json())


def _duplicate(candidate: Mapping[str, Any], *, columns: Sequence[Column], first: int) -> Problem:
    meaning = "external_id" if candidate["external_id"] else "title"
    name = next((column.name for column in columns if column.meaning == meaning), "")
    return Problem("duplicate", column=name, value=shown(candidate[meaning]), params={"first": first})
