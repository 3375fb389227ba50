"""A spreadsheet from file to committed, 473 and 100,000 rows; the peer is django-import-export with the same fields."""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.duplicates import SHARED, planted

ROOT = Path(__file__).resolve().parent.parent
SIZES = (473, 99_999)
PEER_ROWS = 5_000
HEADER = (
    *("ID", "Date", "Title", "Summary", "Organisation", "Type of organisation", "Country", "Languages"),
    *("Contact person", "E-mail", "Beneficiaries", "Stage", "Website"),
)
COUNTRIES = ("Kenya", "Sénégal", "Perú", "India", "Jordan", "France", "Viet Nam", "Republic of Chile")
TOPICS = ("welding", "sewing", "coding", "farming", "care", "solar power", "carpentry", "tourism", "recycling")


def rows(n: int) -> list[tuple[str, ...]]:
    """Return n rows of a call: a tenth of the organisations submits twice; the same for the same number."""
    names = [item.name for item in planted(max(n, 100))[0]]
    table = []
    for number in range(n):
        source_number = number if number % 10 else max(0, number - 1)
        name, country = names[source_number], COUNTRIES[source_number % len(COUNTRIES)]
        chance = random.Random(number)
        topic = chance.choice(TOPICS)
        summary = f"We teach {topic} to young people. "
        table.append(
            (
                *(
                    f"A-{number}",
                    "2020-03-31",
                    f"Evenings of {topic} {number}",
                    summary,
                    name,
                    "NGO",
                ),
                *(country, "English; French", f"Person {number}", f"p{number}@people{number}.net"),
                *("Youth; Women", "Pilot", f"https://site{number}.net/"),
            )
        )
    return table


def measure() -> Iterator[dict[str, Any]]:
    """Yield CPU and memory of both sizes, the ratio to the peer, and the real file of 473 rows."""
    peer = _in_a_process("benchmarks.intake_peer", PEER_ROWS) if find_spec("import_export") else None
    for n in SIZES:
        ours = _in_a_process("benchmarks.intake", n)
        figures = {"n": n, **ours}
        if peer:
            peer_ms = peer["dry_run_ms"] + peer["import_ms"]
            figures |= {"peer_ms_a_row": round(peer_ms, 3), "times_faster": round(peer_ms / ours["ms_a_row"], 2)}
            figures["times_faster_than_its_import_alone"] = round(peer["import_ms"] / ours["ms_a_row"], 2)
        else:
            figures["peer"] = "django-import-export is not installed: make bench installs it"
        yield figures
    if SHARED.is_dir():
        yield {"file": "call_export.xlsx", **_in_a_process("benchmarks.intake", str(SHARED / "call_export.xlsx"))}


def _in_a_process(module: str, argument: int | str) -> dict[str, Any]:
    process = subprocess.run(
        [sys.executable, "-m", module, str(argument)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if process.returncode:
        raise RuntimeError(process.stderr[-2000:])
    return dict(json.loads(process.stdout.splitlines()[-1]))


def main(source: str) -> None:
    """Import a file, or so many generated rows, and print CPU (this process's and the parser's) and memory."""
    from benchmarks.installation import prepare

    prepare()
    path = Path(source) if not source.isdigit() else _write_sheet(int(source))
    from skillsnet.calls.models import Call, Project
    from skillsnet.intake.actions import commit, preview, start_run

    call = Call.objects.create(slug="bench", title="Bench")
    start = _cpu()
    with path.open("rb") as file:
        run = start_run(file, name=path.name, call=call, by=None)
    read_at = _cpu()
    preview(run)
    previewed = _cpu()
    commit(run, by=None)
    done_at = _cpu()
    n = run.counts["rows"]
    figures = {
        "rows": n, "committed": Project.objects.count(), "asks": run.counts["asks"],
        "cpu_s": round(done_at - start, 2), "ms_a_row": round(1000 * (done_at - start) / n, 3),
        "read_ms": round(1000 * (read_at - start) / n, 3), "preview_ms": round(1000 * (previewed - read_at) / n, 3),
        "commit_ms": round(1000 * (done_at - previewed) / n, 3),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "parser_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }  # fmt: skip
    print(json.dumps(figures))


def _cpu() -> float:
    """Return the CPU seconds of this process and of the parsers that it has ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _write_sheet(n: int) -> Path:
    path = Path(tempfile.mkdtemp(prefix="skillsnet-bench-")) / "answers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(n))
    return path


if __name__ == "__main__":
    main(sys.argv[1])
