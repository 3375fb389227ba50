"""`kill -9` at random moments of publishing an edition and of taking it back, and what stands in the end."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KILLS = 100
PROJECTS_A_BATCH = 40
SEED = 4


def measure(kills: int = KILLS) -> Iterator[dict[str, Any]]:
    """Yield how many kills were survived, and how often another state than an undisturbed run's stood in the end."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.publication_kills", str(kills)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    yield json.loads(done.stdout.splitlines()[-1])


def digest() -> str:
    """Return what stands in either edition, its state, and the questions left open, short enough to compare."""
    from skillsnet.classification.models import Assignment, OpenQuestion
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.taxonomy.models import Edition

    standing = Assignment.objects.filter(is_current=True).order_by("edition", "proposal", "-is_primary", "category")
    found = {
        "standing": [list(row) for row in standing.values_list("edition__number", "proposal_id", "category__slug")],
        "questions": sorted(map(list, OpenQuestion.objects.values_list("proposal_id", "kind", "old__slug"))),
        "editions": list(Edition.objects.order_by("number").values_list("number", "state")),
        "broken": broken_invariants(),
    }
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def main(kills: int) -> None:
    """Kill so many times, going on each time, and print the figures."""
    from benchmarks.installation import prepare

    prepare()
    from skillsnet.classification.actions import suggestions

    suggestions.BATCH = PROJECTS_A_BATCH
    edition_id, by = _prepared()
    expected, seconds = {}, {}
    for name in ("publish", "undo"):
        begun = time.monotonic()
        _work(name, edition_id, by, kill_after=None)
        seconds[name], expected[name] = time.monotonic() - begun, digest()
    figures = {f"{name}_{what}": 0 for name in expected for what in ("kills", "completed", "different")}
    chance = random.Random(SEED)
    while sum(figures[f"{name}_kills"] for name in expected) < kills:
        for name in expected:
            while not _work(name, edition_id, by, kill_after=chance.uniform(0, seconds[name])):
                figures[f"{name}_kills"] += 1
            figures[f"{name}_completed"] += 1
            figures[f"{name}_different"] += digest() != expected[name]
    from django.db import connection

    print(json.dumps({"database": connection.vendor, "projects": 473, "a_batch": PROJECTS_A_BATCH, **figures}))


def _prepared() -> tuple[int, int]:
    """Return the draft of the second edition, the first in force with 473 projects, and who places them."""
    from tests.codesign.editions import first_in_force, placed_by_people

    from skillsnet.accounts.models import User
    from skillsnet.taxonomy.models import Correspondence, Edition, Taxonomy

    for model in (Correspondence, Edition, Taxonomy):
        model.objects.all().delete()
    user = User.objects.create_user("fay@example.org", role="facilitator")
    first, second = first_in_force()
    placed_by_people(first, by=user)
    return second.pk, user.pk


def _work(name: str, edition_id: int, by: int, *, kill_after: float | None) -> bool:
    """Go on with the work in a process of its own, killed after so many seconds; return whether it came to its end."""
    from django.db import connections

    from skillsnet.codesign.models import Publication

    connections.close_all()
    child = os.fork()
    if child == 0:
        _go_on(name, edition_id, by)
        os._exit(0)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    last = Publication.objects.order_by("-pk").first()
    return last is not None and last.state == {"publish": "published", "undo": "undone"}[name]


def _go_on(name: str, edition_id: int, by: int) -> None:
    from django.utils import timezone

    from skillsnet.codesign.actions import begin_publication, begin_undo
    from skillsnet.codesign.actions.publishing import go_on
    from skillsnet.codesign.models import Publication
    from skillsnet.taxonomy.models import Edition

    last = Publication.objects.order_by("-pk").first()
    if name == "publish" and (last is None or last.state == "undone"):
        until = timezone.localdate() + timedelta(days=9)
        last = begin_publication(Edition.objects.get(pk=edition_id), object_until=until, by=by)
    if name == "undo" and last is not None and last.state == "published":
        last = begin_undo(last, by=by)
    if last is not None:
        go_on(Publication.objects.select_related("edition__taxonomy", "before").get(pk=last.pk))


if __name__ == "__main__":
    main(int(sys.argv[1]))
