"""What follows a change of one project's words: CPU seconds for similar projects and for suggestions, in a database."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skillsnet.core.text.parallel_texts import PARALLEL_LANGUAGES, parallel_texts

ROOT = Path(__file__).resolve().parent.parent
SIZES = (473,)
BATCH = 2_000
TEXTS_EACH = 3


def measure(sizes: tuple[int, ...] = SIZES, large: int = 0) -> Iterator[dict[str, Any]]:
    """Yield what all anew and one change cost in a network of each size; `--large 10000` adds a size."""
    for n in (*sizes, *([large] if large else [])):
        command = [sys.executable, "-m", "benchmarks.one_change", str(n)]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if process.returncode:
            raise RuntimeError(process.stderr[-3000:])
        yield from map(json.loads, process.stdout.splitlines())


def main(n: int) -> None:
    """Fill a database, and do in this process what a worker does after the first import and after one change."""
    from benchmarks.installation import prepare

    prepare()
    from skillsnet.calls.models import Project
    from skillsnet.matching.actions import refresh_similar
    from skillsnet.matching.suggesting import refresh_suggestions

    _fill(n)
    changed = Project.objects.order_by("pk")[7]
    for task in ("all anew", "one change"):
        start = time.process_time()
        refresh_similar([changed.pk])
        similar_s = time.process_time() - start
        lists = refresh_suggestions([changed.pk])
        all_s = time.process_time() - start
        figures = {"similar_cpu_s": round(similar_s, 2), "suggestions_cpu_s": round(all_s - similar_s, 2)}
        print(json.dumps({"task": task, "projects": n, "lists_written": lists, **figures}), flush=True)
        Project.objects.filter(pk=changed.pk).update(summary="Bakers and welders learn from each other in the harbour.")


def _fill(n: int) -> None:
    """Write n projects of as many organisations in four languages, each of three of the parallel texts at random."""
    from skillsnet.calls.models import Call, Project
    from skillsnet.participants.models import Organisation

    chance, texts = random.Random(1), parallel_texts()
    call = Call.objects.create(slug="call-1", title="Call")
    for start in range(0, n, BATCH):
        numbers = range(start, min(n, start + BATCH))
        organisations = Organisation.objects.bulk_create(
            Organisation(name=f"Organisation {number}", key=f"o{number}") for number in numbers
        )
        rows = []
        for number, organisation in zip(numbers, organisations, strict=True):
            language = PARALLEL_LANGUAGES[number % len(PARALLEL_LANGUAGES)]
            words = " ".join(text.text(language) for text in chance.sample(texts, TEXTS_EACH))
            row = Project(call_id=call.pk, key=f"p{number}", title=" ".join(words.split()[:6]), summary=words)
            row.language, row.organisation = language, organisation
            rows.append(row)
        Project.objects.bulk_create(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]))
