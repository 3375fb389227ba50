"""`kill -9` at random moments of a commit and of an undo, and what stands in the end beside an undisturbed run.

Two files: participants with extra columns, languages and beneficiaries, and the links between them. A worker of the
product writes them, does what follows (categories, likeness, map) and takes them back; what it leaves lying when it is
killed is found by itself as it starts again, or by the housekeeping. Between two kills the data are looked at.
"""

import csv
import hashlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KILLS = 200
ROWS = 240
SEED = 20
FILES = {"participants": "answers.csv", "ties": "ties.csv"}
WORKS = ("commit participants", "commit ties", "undo ties", "undo participants")


def measure(kills: int = KILLS, works: tuple[str, ...] = WORKS) -> Iterator[dict[str, Any]]:
    """Yield how many kills were survived, where they fell, and whether the network's data were the same in the end."""
    command = [sys.executable, "-m", "benchmarks.kills", str(kills), *works]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if process.returncode:
        raise RuntimeError(process.stderr[-3000:])
    yield json.loads(process.stdout.splitlines()[-1])


def content() -> dict[str, list[str]]:
    """Return everything that an import writes, without the numbers and times that differ from run to run."""
    from skillsnet.calls.models import ExtraNumber, ExtraValue, Link, Project, SearchDocument
    from skillsnet.intake.models import ImportRow
    from skillsnet.participants.models import Affiliation, Organisation, OrganisationName, OrganisationTrait, Person

    def values(rows: Any, *names: str) -> list[str]:
        return sorted(map(str, rows.order_by().values_list(*names)))

    fields = ("key", "title", "summary", "country", "region", "stage", "status", "website", "submitted_on", "extra")
    return {
        "projects": values(Project.objects, *fields, "organisation__key", "contact__key"),
        "languages": values(Project.objects, "key", "languages__code", "languages__order"),
        "beneficiaries": values(Project.objects, "key", "beneficiaries__group", "beneficiaries__order"),
        "search": values(SearchDocument.objects, "project__key", "title", "body"),
        "organisations": values(Organisation.objects, "key", "name", "type", "country", "website", "external_id"),
        "names": values(OrganisationName.objects, "organisation__key", "key", "name"),
        "traits": values(OrganisationTrait.objects, "organisation__key", "key"),
        "people": values(Person.objects, "key", "name", "email", "phone", "position"),
        "places": values(Affiliation.objects, "person__key", "organisation__key"),
        "links": values(Link.objects, "source__key", "target__key", "kind", "label", "direction", "strength"),
        "extra values": values(ExtraValue.objects, "project__key", "field__slug", "value", "order"),
        "extra numbers": values(ExtraNumber.objects, "project__key", "field__slug", "value"),
        "rows": values(ImportRow.objects, "run__file_name", "position", "state", "is_written"),
    }


def derived_data() -> dict[str, list[str]]:
    """Return what follows from the data: where projects stand, what is like them, and whether the map shows them."""
    from skillsnet.calls.models import FollowUp
    from skillsnet.calls.queries import data_version
    from skillsnet.classification.models import Assignment
    from skillsnet.matching.models import Suggestion
    from skillsnet.netmap.versions import last_version

    assignments = Assignment.objects.filter(is_current=True).order_by()
    version = last_version(None)
    return {
        "standing": sorted(map(str, assignments.values_list("project__key", "category__slug", "is_primary"))),
        "like": sorted(
            map(str, Suggestion.objects.order_by().values_list("project__key", "similar_project__key", "rank"))
        ),
        "map": [f"{version.project_count} points, behind: {version.data_version != data_version()}"] if version else [],
        "waiting": [str(FollowUp.objects.count())],
    }


def digest() -> str:
    """Return what `content` and `derived_data` come to, short enough to compare."""
    return hashlib.sha256(json.dumps([content(), derived_data()], sort_keys=True).encode()).hexdigest()


def rows() -> list[tuple[str, ...]]:
    """Return rows that share organisations and people, so that batches lean on each other."""
    header = ("ID", "Title", "Summary", "Organisation", "Type of organisation", "Country", "Contact person", "E-mail")
    header += ("Languages", "Beneficiaries", "Shifts", "Budget in thousands")
    names = ("Atelier", "Forge", "Werkstatt", "Taller", "Bottega", "Dílna", "Műhely")
    skills = ("welding for apprentices", "farming and markets", "digital work for women", "carpentry in workshops")
    table = [header]
    for n in range(ROWS):
        name = f"{names[n % 7]} {('Amber', 'Birch', 'Cedar', 'Dune', 'Ember')[n % 5]} {'Ltd' if n % 3 else ''}".strip()
        fixed_cells = (f"R-{n}", f"Project {n}", f"We teach {skills[n % 4]}, year {n}.", name, "NGO", "Kenya")
        person = (f"P {n % 70}", f"p{n % 70}@people.net")
        list_cells = (("English; French", "Spanish")[n % 2], ("Youth; Women", "Refugees")[n % 2])
        table.append((*fixed_cells, *person, *list_cells, ("Solar; Wind", "Water")[n % 2], str(n * 3)))
    return table


def link_rows() -> list[tuple[str, ...]]:
    """Return links between the participants, as a map's connections have them."""
    pairs = ((n, (n * 7 + 3) % ROWS) for n in range(0, ROWS, 2))
    return [
        ("From", "To", "Type", "Direction"),
        *((f"R-{n}", f"R-{target}", ("advises", "works with")[n % 4 // 2], "directed") for n, target in pairs),
    ]


def previewed_run(table: list[tuple[str, ...]] | None = None, *, name: str = "answers.csv") -> int:
    """Return an import of rows, those of `rows` by default, that waits to be written."""
    from skillsnet.calls.models import Call
    from skillsnet.intake.actions import preview, start_run

    text = StringIO(newline="")
    csv.writer(text).writerows(table or rows())
    call = Call.objects.get_or_create(slug="kills", defaults={"title": "Kills"})[0]
    return preview(start_run(BytesIO(text.getvalue().encode()), name=name, call=call, by=None)).pk


def begin(work: str, runs: dict[str, int]) -> None:
    """Begin a work as its page does: move the import, and queue the job."""
    from skillsnet.intake.actions import begin_commit, begin_undo, delete_run
    from skillsnet.intake.models import ImportRun
    from skillsnet.intake.tasks import commit_run, undo_run

    kind, _, name = work.partition(" ")
    if kind == "commit":
        # What was taken back is emptied: the file is brought in anew.
        for old in ImportRun.objects.filter(state="undone", file_name=FILES[name]).order_by("pk"):
            delete_run(old, by=None)
        runs[name] = previewed_run({"participants": rows, "ties": link_rows}[name](), name=FILES[name])
    run = ImportRun.objects.select_related("call").get(pk=runs[name])
    is_begun = begin_commit(run, by=None) if kind == "commit" else begin_undo(run, by=None)
    if not is_begun:
        raise RuntimeError(f"{work} did not begin: {run.state}")
    (commit_run if kind == "commit" else undo_run).enqueue(run.pk)


def wrong_between(states: dict[str, Any]) -> list[str]:
    """Return what does not hold of the data while a work lies half done; `states` keeps how far each was before."""
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.intake.models import ImportRow, ImportRun

    faults = broken_invariants()
    faults += [f"import {run.pk} is {run.state}" for run in ImportRun.objects.filter(state__in=("failed", "refused"))]
    for run in ImportRun.objects.order_by("pk"):
        written_count = ImportRow.objects.filter(run=run, is_written=True).count()
        state, before = states.get(run.pk, (run.state, written_count))
        is_back = (run.state == state == "committing" and written_count < before) or (
            run.state == state == "undoing" and written_count > before
        )
        if is_back:
            faults.append(f"import {run.pk} went from {before} to {written_count} written rows")
        states[run.pk] = (run.state, written_count)
    return faults


def main(kills: int, works: list[str]) -> None:
    """Kill so many times, the works one after another, and print the figures."""
    from benchmarks.installation import prepare

    prepare(has_follow_ups=True)
    from django.db import connection

    from benchmarks.killing import Killing, failed_jobs
    from benchmarks.small_batches import A_BATCH

    runs: dict[str, int] = {}
    states: dict[str, Any] = {}
    killing = Killing(lambda: wrong_between(states), random.Random(SEED))
    _make_fields()
    figures = _compared(killing, runs, kills, works)
    report = {"database": connection.vendor, "rows": ROWS, "a_batch": A_BATCH, "failed_jobs": failed_jobs()}
    print(json.dumps({**report, **figures}))


def _make_fields() -> None:
    """Make the extra columns fields, from the first rows of the file, which are taken back."""
    from skillsnet.calls.actions import FieldDraft, add_field
    from skillsnet.intake.actions import commit, delete_run
    from skillsnet.intake.actions.undos import undo
    from skillsnet.intake.models import ImportRun

    run = commit(ImportRun.objects.get(pk=previewed_run(rows()[:9])), by=None)
    add_field(FieldDraft("Shifts", ("Shifts",), "several", "public", ";"), by=None)
    add_field(FieldDraft("Budget", ("Budget in thousands",), "number", "public"), by=None)
    delete_run(undo(run, by=None), by=None)


def _compared(killing: Any, runs: dict[str, int], kills: int, works: list[str]) -> dict[str, Any]:
    """Do each work undisturbed once, then killed until there were enough kills, and compare what stands after each."""
    expected_digests: dict[str, str] = {}
    seconds: dict[str, float] = {}
    for work in works:
        seconds[work] = killing.undisturbed(lambda work=work: begin(work, runs))
        expected_digests[work] = digest()
    completed, different = dict.fromkeys(works, 0), dict.fromkeys(works, 0)
    while sum(killing.kills.values()) < kills:
        for work in works:
            # The larger works are killed more often.
            share = 3 if work.endswith("participants") else 1
            killing.killed(work, lambda work=work: begin(work, runs), longest_s=seconds[work], kills=share)
            completed[work] += 1
            different[work] += digest() != expected_digests[work]
    return {
        "kills": killing.kills, "completed": completed, "different": different, "taken_up_by": killing.taken_up,
        "wrong_between": killing.wrong,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
