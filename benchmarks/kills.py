"""`kill -9` at random moments of a commit and of an undo, and what stands in the end beside an undisturbed run."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KILLS = 200
ROWS = 400
# Small batches, so that most kills fall between and within several of them.
ROWS_A_BATCH = 40
SEED = 20


def measure(kills: int = KILLS) -> Iterator[dict[str, Any]]:
    """Yield how many kills were survived, where they fell, and whether the network's data were the same in the end."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.kills", str(kills)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    yield json.loads(done.stdout.splitlines()[-1])


def content() -> dict[str, list[str]]:
    """Return everything that an import writes, without the numbers and times that differ from run to run."""
    from skillsnet.calls.models import Link, Proposal, SearchDocument
    from skillsnet.intake.models import ImportRow
    from skillsnet.participants.models import Affiliation, Organisation, OrganisationName, OrganisationTrait, Person

    def values(rows: Any, *names: str) -> list[str]:
        return sorted(map(str, rows.order_by().values_list(*names)))

    own = ("key", "title", "summary", "country", "region", "stage", "status", "website", "submitted_on", "extra")
    return {
        "proposals": values(Proposal.objects, *own, "organisation__key", "contact__key"),
        "languages": values(Proposal.objects, "key", "languages__code", "languages__order"),
        "beneficiaries": values(Proposal.objects, "key", "beneficiaries__group", "beneficiaries__order"),
        "search": values(SearchDocument.objects, "proposal__key", "title", "body"),
        "organisations": values(Organisation.objects, "key", "name", "type", "country", "website", "external_id"),
        "names": values(OrganisationName.objects, "organisation__key", "key", "name"),
        "traits": values(OrganisationTrait.objects, "organisation__key", "key"),
        "people": values(Person.objects, "key", "name", "email", "phone", "position"),
        "places": values(Affiliation.objects, "person__key", "organisation__key"),
        "links": values(Link.objects, "source__key", "target__key", "kind"),
        "rows": values(ImportRow.objects, "place", "state", "is_written"),
    }


def digest() -> str:
    """Return what `content` comes to, short enough to compare."""
    return hashlib.sha256(json.dumps(content(), sort_keys=True).encode()).hexdigest()


def rows() -> list[tuple[str, ...]]:
    """Return rows that share organisations and people, so that batches lean on each other."""
    header = ("ID", "Title", "Summary", "Organisation", "Type of organisation", "Country", "Contact person", "E-mail")
    names = ("Atelier", "Forge", "Werkstatt", "Taller", "Bottega", "Dílna", "Műhely")
    found = [header]
    for n in range(ROWS):
        name = f"{names[n % 7]} {('Amber', 'Birch', 'Cedar', 'Dune', 'Ember')[n % 5]} {'Ltd' if n % 3 else ''}".strip()
        found.append(
            (f"R-{n}", f"Project {n}", "We teach.", name, "NGO", "Kenya", f"P {n % 70}", f"p{n % 70}@people.net")
        )
    return found


def main(kills: int) -> None:
    """Kill so many times, going on each time, and print the figures."""
    from benchmarks.installation import prepare

    prepare()
    from skillsnet.intake.actions import begin_commit, begin_undo, commits, finish_commit, finish_undo, undos
    from skillsnet.intake.enums import RunState

    commits.ROWS_A_BATCH = undos.ROWS_A_BATCH = ROWS_A_BATCH
    run_id = previewed_run()
    works = {
        "commit": (begin_commit, finish_commit, RunState.COMMITTED),
        "undo": (begin_undo, finish_undo, RunState.UNDONE),
    }
    expected, seconds = {}, {}
    for name, work in works.items():
        begun = time.monotonic()
        _work(run_id, *work, kill_after=None)
        seconds[name], expected[name] = time.monotonic() - begun, digest()
    figures: dict[str, Any] = {f"{name}_{what}": 0 for name in works for what in ("kills", "completed", "different")}
    chance = random.Random(SEED)
    while sum(figures[f"{name}_kills"] for name in works) < kills:
        _look_again(run_id)
        for name, work in works.items():
            _until_done(run_id, name, work, figures, limit_s=seconds[name], chance=chance)
            figures[f"{name}_different"] += digest() != expected[name]
    from django.db import connection

    print(json.dumps({"database": connection.vendor, "rows": ROWS, "a_batch": ROWS_A_BATCH, **figures}))


def _until_done(
    run_id: int, name: str, work: tuple[Any, ...], figures: dict[str, Any], *, limit_s: float, chance: random.Random
) -> None:
    """Let the work be killed at random moments and go on, until it ends by itself."""
    while not _work(run_id, *work, kill_after=chance.uniform(0, limit_s)):
        figures[f"{name}_kills"] += 1
    figures[f"{name}_completed"] += 1


def previewed_run() -> int:
    """Return an import of `rows` that waits to be written."""
    import csv
    import io

    from skillsnet.calls.models import Call
    from skillsnet.intake.actions import preview, start_run

    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows())
    call = Call.objects.create(slug="kills", title="Kills")
    return preview(start_run(BytesIO(text.getvalue().encode()), name="answers.csv", call=call, by=None)).pk


def _look_again(run_id: int) -> None:
    from skillsnet.intake.actions import preview
    from skillsnet.intake.models import ImportRun

    preview(ImportRun.objects.get(pk=run_id))


def _work(
    run_id: int, begin: Callable[..., Any], finish: Callable[..., Any], end: str, *, kill_after: float | None
) -> bool:
    """Do the work in a process of its own, killed after so many seconds; return whether it came to its end."""
    from django.db import connections

    from skillsnet.intake.models import ImportRun

    connections.close_all()
    child = os.fork()
    if child == 0:
        run = ImportRun.objects.select_related("call").get(pk=run_id)
        begin(run, by=None)
        finish(run)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return bool(ImportRun.objects.get(pk=run_id).state == end)


if __name__ == "__main__":
    main(int(sys.argv[1]))
