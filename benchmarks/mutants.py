"""Ten thousand broken spreadsheets: what becomes of each, what it costs; the peer is openpyxl's read-only mode."""

import io
import os
import signal
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import django

from benchmarks.mutations import mutants
from benchmarks.warm import Warm
from skillsnet.intake.sandbox.jobs import Job
from skillsnet.intake.sandbox.jsonl_protocol import REFUSED_EXIT
from skillsnet.intake.sandbox.limits import DATA_BYTES, MEBIBYTE

COUNT = 10_000
SEED = 20_260_101
# The code of the process and its libraries, beside its data.
CODE_MB = 48
READABLE = "read"


@dataclass
class Outcomes:
    """What became of the files of one kind."""

    messages: Counter[str] = field(default_factory=Counter)
    fell_over: Counter[str] = field(default_factory=Counter)
    ends: list[dict[str, Any]] = field(default_factory=list)


def measure(count: int = COUNT) -> Iterator[dict[str, Any]]:
    """Yield for each kind of file how many were read and refused, and what the slowest and largest cost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    os.environ.setdefault("SKILLSNET_LOG_LEVEL", "ERROR")
    django.setup()
    outcomes_by_format = outcomes(mutants(count, seed=SEED))
    for suffix, of_kind in outcomes_by_format.items():
        yield {"files": suffix, **figures(of_kind)}
    yield {"files": "openpyxl, the same .xlsx", **_peer(count)}


def outcomes(files: Iterator[tuple[str, bytes]]) -> dict[str, Outcomes]:
    """Return what becomes of each file when it is read as an upload is."""
    outcomes_by_format: dict[str, Outcomes] = {}
    with warm_sandbox() as sandbox:
        for name, content in files:
            of_kind = outcomes_by_format.setdefault(os.path.splitext(name)[1], Outcomes())
            before = len(sandbox.ends)
            _record_outcome(name, content, of_kind)
            of_kind.ends += sandbox.ends[before:]
    return outcomes_by_format


@contextmanager
def warm_sandbox() -> Iterator[Warm]:
    """Let the readers fork their sandbox from a warm process."""
    from skillsnet.intake import readers

    sandbox, original_runner = Warm("sandbox"), readers.run_sandbox
    readers.run_sandbox = sandbox.run
    try:
        yield sandbox
    finally:
        readers.run_sandbox = original_runner
        sandbox.close()


def _record_outcome(name: str, content: bytes, results: Outcomes) -> None:
    from skillsnet.core.errors import Invalid
    from skillsnet.intake.readers import read_sheet

    try:
        sheet = read_sheet(io.BytesIO(content), name=name)
        try:
            rows = sum(1 for _ in sheet.rows()) + sum(0 for _ in sheet.links())
        finally:
            sheet.close()
        results.messages[READABLE if rows == sheet.row_count else "miscounted"] += 1
    except Invalid as refused:
        (sentence,) = refused.problems
        results.messages[sentence.removeprefix(name)[:60] if sentence.startswith(name) else "nameless"] += 1
    except Exception as error:  # The boundary: anything else is a fault of ours, and counted.
        results.fell_over[f"{type(error).__name__}: {error}"[:200]] += 1


def figures(results: Outcomes) -> dict[str, Any]:
    """Return the figures of one kind of file."""
    times = [end["ms"] for end in results.ends]
    stopped_count = sum(1 for end in results.ends if _is_stopped(end))
    other_codes = Counter(
        end["code"] for end in results.ends if end["code"] not in (0, REFUSED_EXIT) and not _is_stopped(end)
    )
    causes = Counter(line for end in results.ends for line in end["said"].splitlines() if line.startswith("because: "))
    return {
        "count": sum(results.messages.values()) + results.fell_over.total(),
        "read": results.messages[READABLE],
        "refused": sum(results.messages.values()) - results.messages[READABLE],
        "fell_over": dict(results.fell_over),
        "stopped_by_a_limit": stopped_count,
        "other_exits": dict(other_codes),
        "median_ms": round(statistics.median(times), 1) if times else 0,
        "worst_cpu_s": round(max((end["cpu_s"] for end in results.ends), default=0), 2),
        "worst_rss_mb": round(max((end["rss_mb"] for end in results.ends), default=0)),
        "limit_mb": DATA_BYTES // MEBIBYTE,
        "causes": dict(causes.most_common(12)),
    }


def _is_stopped(end: dict[str, Any]) -> bool:
    """Whether the operating system kept a limit: on time, or on memory, which calamine says before it ends."""
    return end["code"] == -signal.SIGXCPU or (end["code"] == -signal.SIGABRT and "memory allocation" in end["said"])


def is_within_limits(results: Outcomes) -> bool:
    """Whether every file ended as rows or a sentence, and no child took more memory than it may."""
    values = figures(results)
    is_sound = (
        not results.fell_over and not values["other_exits"] and not results.messages.keys() & {"miscounted", "nameless"}
    )
    return is_sound and values["worst_rss_mb"] <= values["limit_mb"] + CODE_MB


def _peer(count: int) -> dict[str, Any]:
    peer, raised = Warm("openpyxl"), Counter[str]()
    for name, content in mutants(count, seed=SEED):
        if name.endswith(".xlsx"):
            with tempfile.TemporaryFile() as source, tempfile.TemporaryFile("w+") as lines:
                source.write(content)
                code, message = peer.run(source, lines, Job("zip"))
            raised[(message.splitlines() or [f"exit {code}"])[-1] if code else ""] += 1
    peer.close()
    read_count = raised.pop("", 0)
    return {
        "count": read_count + raised.total(), "read": read_count, "raised": raised.total(),
        "exception_types": len(raised),
        "exceptions": dict(raised.most_common()), "median_ms": round(statistics.median(e["ms"] for e in peer.ends), 1),
        "worst_cpu_s": round(max(end["cpu_s"] for end in peer.ends), 2),
        "worst_rss_mb": round(max(end["rss_mb"] for end in peer.ends)),
    }  # fmt: skip
