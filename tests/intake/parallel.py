"""Several processes at the same data at once: run as `python -m tests.intake.parallel`, prints what came of it."""

import json
import os
from collections.abc import Callable
from typing import Any

ACTORS = 8


def main() -> None:
    """Commit one file several times at once, merge one pair several times at once, and print the outcomes."""
    from benchmarks.installation import prepare

    prepare()
    from benchmarks.kills import content, previewed_run

    from skillsnet.calls.models import Call
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.intake.actions import commit
    from skillsnet.intake.actions.merging import merge_pair
    from skillsnet.intake.models import ImportRun
    from skillsnet.participants.models import Merge, Organisation

    runs = [previewed_run() for _ in range(3)]
    codes = _at_once([lambda pk=pk: commit(ImportRun.objects.get(pk=pk), by=None) for pk in runs])
    imported = {name: found for name, found in content().items() if name != "rows"}
    counts = [ImportRun.objects.get(pk=pk).counts for pk in runs]
    left, right = Organisation.objects.order_by("pk")[:2]
    merged = _at_once([lambda: merge_pair(left, right, take=[], by=None)] * ACTORS)
    figures = {
        "imports_ended_well": codes.count(0),
        "new": sum(item["new"] for item in counts),
        "unchanged": sum(item["unchanged"] for item in counts),
        "twice": {name: len(found) - len(set(found)) for name, found in imported.items()},
        "calls": Call.objects.count(),
        "merges_made": merged.count(0),
        "merges": Merge.objects.count(),
        "broken": broken_invariants(),
    }
    print(json.dumps(figures))  # noqa: T201 - the test reads it


def _at_once(jobs: list[Callable[[], Any]]) -> list[int]:
    """Run each job in a process of its own, all at once, and return how each ended: 0 well, 1 with a refusal."""
    from django.db import connections

    from skillsnet.core.errors import Invalid

    connections.close_all()
    children = []
    for job in jobs:
        child = os.fork()
        if child == 0:
            try:
                job()
            except Invalid:
                os._exit(1)
            os._exit(0)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    main()
