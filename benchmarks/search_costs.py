"""What a search costs: CPU seconds, queries and memory of a word and of a sentence, by size of the network."""

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
SHOWN = 20
SEARCHES = {
    "nothing": "",
    "a rare word": "blacksmith",
    "a frequent word": "training",
    "an Arabic word": "التدريب",
    "two words": "young women",
    "a sentence": "We train refugees to repair solar pumps and find them work with farmers in dry regions",
}


def measure(sizes: tuple[int, ...] = SIZES, large: int = 0) -> Iterator[dict[str, Any]]:
    """Yield what each search costs in a network of each size; `--large 100000` adds a size."""
    for n in (*sizes, *([large] if large else [])):
        command = [sys.executable, "-m", "benchmarks.search_costs", str(n)]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if process.returncode:
            raise RuntimeError(process.stderr[-3000:])
        yield from map(json.loads, process.stdout.splitlines())


def main(n: int) -> None:
    """Fill a database, and search it from another process, as web processes do."""
    from benchmarks.installation import prepare

    prepare()
    before = time.process_time()
    _fill(n)
    filled_s = time.process_time() - before
    _describe()
    described_s = time.process_time() - before - filled_s
    figures = {"index_cpu_s": round(filled_s, 1), "describe_cpu_s": round(described_s, 1), "peak_memory_mb": _peak_mb()}
    print(json.dumps({"task": "fill", "projects": n, **figures}), flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.search_costs", "searches"], cwd=ROOT, check=True)


def search() -> None:
    """Print what each search costs the first time and the second, when its tables are read."""
    import django

    django.setup()
    from django.db import connection
    from django.http import QueryDict
    from django.test.utils import CaptureQueriesContext
    from django.utils.http import urlencode

    from skillsnet.facets.filters import Filters
    from skillsnet.facets.queries import projects

    for name, words in SEARCHES.items():
        query = QueryDict(urlencode({"q": words} if words else {}))
        start = time.process_time()
        _first_and_count(projects(Filters.from_query(query)))
        first_s = time.process_time() - start
        with CaptureQueriesContext(connection) as queries:
            start = time.process_time()
            results = _first_and_count(projects(Filters.from_query(query)))
            again_s = time.process_time() - start
        figures = {"results": results, "queries": len(queries), "first_cpu_s": round(first_s, 3)}
        figures |= {"again_cpu_s": round(again_s, 3), "peak_memory_mb": _peak_mb()}
        print(json.dumps({"task": f"search: {name}", **figures}), flush=True)


def _first_and_count(found: Any) -> int:
    list(found.values_list("pk", flat=True)[:SHOWN])
    return int(found.count())


def _describe() -> None:
    """Write what sentences are compared with, as a worker does after a change."""
    from skillsnet.calls.models import Project
    from skillsnet.calls.queries import public_texts
    from skillsnet.core.likeness import text_vectors
    from skillsnet.core.likeness.concepts import complete_definitions
    from skillsnet.core.likeness.word_vectors import concept_directions
    from skillsnet.facets.search_vectors import stamps_of, write_search_vectors
    from skillsnet.matching.definitions import network_definitions

    rows, definitions = list(public_texts(Project.objects.public())), network_definitions()
    vectors = text_vectors([text for _, text, _ in rows], [code for *_, code in rows], definitions=definitions)
    directions = concept_directions(complete_definitions(definitions))
    made_at = dict(Project.objects.public().values_list("pk", "created_at").order_by("pk"))
    texts, means = directions.describe_texts(vectors, stamps_of(made_at))
    write_search_vectors(directions.words, texts, means)


def _peak_mb() -> int:
    """Return the most memory that this process has held; what `getrusage` says begins with that of its parent."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _fill(n: int) -> None:
    """Write n projects in four languages, each of three of the parallel texts at random, and index their words."""
    from skillsnet.calls.actions import increment_version
    from skillsnet.calls.actions.search_documents import index_projects
    from skillsnet.calls.models import Call, Project

    chance, texts = random.Random(1), parallel_texts()
    call = Call.objects.create(slug="call-1", title="Call")
    for start in range(0, n, BATCH):
        rows = []
        for number in range(start, min(n, start + BATCH)):
            language = PARALLEL_LANGUAGES[number % len(PARALLEL_LANGUAGES)]
            words = " ".join(text.text(language) for text in chance.sample(texts, TEXTS_EACH))
            title = " ".join(words.split()[:6])
            rows.append(Project(call_id=call.pk, key=f"p{number}", title=title, summary=words, language=language))
        index_projects([project.pk for project in Project.objects.bulk_create(rows)])
    increment_version()


if __name__ == "__main__":
    search() if sys.argv[1] == "searches" else main(int(sys.argv[1]))
