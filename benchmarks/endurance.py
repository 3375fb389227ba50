"""`skillsnet run` with the example for minutes on end: a facilitator works, things are killed, ten visitors read.

    python -m benchmarks endurance --minutes 20 [--database postgresql://…] [--seed 1]

Nobody works in the first 15 % of the time, which the page times are compared with. Each kind of work is done at least
once, however short the run. In runs of ten minutes or more 50,000 rows come in at a third of the time and are taken
back; as long as that takes, the run is longer. Nothing is killed in the second half of the rest, so that its memory is
that of the same processes with the same data. Exits with 1 when a bar is missed. Not part of `make bench`, which would
wait for it.
"""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.running import Network, network_in, wait_until

from benchmarks.endurance_acts import LARGE_IMPORT, LARGE_ROWS, LARGE_UNDO, Facilitator, write_sheet
from benchmarks.endurance_figures import LONG_MINUTES, Observations, Sample, lines, table
from benchmarks.endurance_visitors import FILE, Visitors, read

IDLE_PART = 0.15
LARGE_PART = 1 / 3
SAMPLE_SECONDS = 2.0
READY_SECONDS = 300.0
END_SECONDS = 15.0


def measure(minutes: float = 20, database: str = "", seed: int = 1) -> Iterator[dict[str, Any]]:
    """Print the table of one run, yield what it was, and exit with 1 where a bar was missed."""
    os.environ["SKILLSNET_DATABASE"] = database
    # Asked to end, it ends what it started first.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="skillsnet-bench-") as folder, network_in(Path(folder)) as network:
        results = list(lines(_observe(network, minutes=minutes, seed=seed)))
    print(table(results), flush=True)
    failed_lines = [line.label for line in results if line.holds is False]
    yield {"minutes": minutes, "database": "postgresql" if database else "sqlite", "seed": seed, "missed": failed_lines}
    if failed_lines:
        print("missed: " + "; ".join(failed_lines), file=sys.stderr)
        sys.exit(1)


def _observe(network: Network, *, minutes: float, seed: int) -> Observations:
    """Run it all, end it, and return what was observed."""
    if minutes >= LONG_MINUTES:
        write_sheet(network.folder / f"made-{LARGE_ROWS}.csv", LARGE_ROWS)
    # The example comes in first: on a busy machine that outlasts the patience of a test, and is waited for below.
    with suppress(AssertionError):
        network.start()
    _set_up_django(network)
    wait_until(lambda: FILE.search(read(f"{network.address}/map/")[1].decode()), network, within_s=READY_SECONDS)
    visitors, facilitator = Visitors(network.address, seed), Facilitator(network, random.Random(seed))
    started_at, samples, is_over = time.monotonic(), list[Sample](), threading.Event()
    sampler = threading.Thread(target=_sample, args=(network, samples, is_over))
    sampler.start()
    visitors.come()
    try:
        time.sleep(60 * minutes * IDLE_PART)
        worked_from = time.monotonic()
        _work(facilitator, started_at=started_at, minutes=minutes)
    finally:
        visitors.go()
        is_over.set()
        sampler.join()
    ended_at, kills = time.monotonic(), facilitator.web_kills
    return _end(
        network, Observations(minutes, started_at, worked_from, ended_at, visitors, facilitator.acts, kills, samples)
    )


def _set_up_django(network: Network) -> None:
    """Set Django up on the network's data, for the facilitator; the network's own processes are others."""
    os.environ |= {
        "SKILLSNET_DATA": str(network.folder),
        "SKILLSNET_DATABASE": network.database,
        "DJANGO_SETTINGS_MODULE": "skillsnet.config.settings",
    }
    os.environ.setdefault("SKILLSNET_LOG_LEVEL", "ERROR")
    import django

    django.setup()


def _work(facilitator: Facilitator, *, started_at: float, minutes: float) -> None:
    """Work in turn until the time is over, and each thing once at least."""
    seconds, is_long = 60 * minutes, minutes >= LONG_MINUTES
    is_large_due, is_first = is_long, True
    while is_first or time.monotonic() < started_at + seconds:
        for name, act in facilitator.in_turn(with_kills=not is_long or time.monotonic() < started_at + 0.45 * seconds):
            if is_large_due and time.monotonic() > started_at + LARGE_PART * seconds and name == "import":
                is_large_due = False
                large_from = time.monotonic()
                facilitator.do(LARGE_IMPORT, lambda: facilitator.bring_in(LARGE_ROWS))
                facilitator.do(LARGE_UNDO, lambda: facilitator.take_back(LARGE_ROWS))
                started_at += time.monotonic() - large_from
            if is_first or time.monotonic() < started_at + seconds:
                facilitator.do(name, act)
        is_first = False


def _sample(network: Network, samples: list[Sample], is_over: threading.Event) -> None:
    while not is_over.wait(SAMPLE_SECONDS):
        memory_mb: dict[str, float] = {}
        for pid, command in network.processes().items():
            role = "web" if "skillsnet.home.serving" in command else "worker" if "worker" in command else ""
            if role and (size := _rss_mb(pid)):
                memory_mb[role] = memory_mb.get(role, 0.0) + size
        samples.append(Sample(time.monotonic(), memory_mb))


def _rss_mb(pid: int) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:")), 0.0)


def _end(network: Network, observations: Observations) -> Observations:
    """End it as Ctrl-C does, and look at what is left."""
    from django.db import connections

    assert network.process is not None
    session = network.process.pid
    observations.exit_code = network.send(signal.SIGTERM)
    deadline = time.monotonic() + END_SECONDS
    while (remaining := _remaining_processes(network, session)) and time.monotonic() < deadline:
        time.sleep(0.5)
    observations.orphans = remaining
    observations.tracebacks = network.log.count("Traceback")
    check = network.command("check-data")
    observations.check = "" if check.returncode == 0 else f"{check.returncode}: {check.stderr[-800:]}"
    if observations.tracebacks:
        print(network.log[network.log.index("Traceback") :][:4000], file=sys.stderr)
    connections.close_all()
    return observations


def _remaining_processes(network: Network, session: int) -> list[str]:
    """Return the processes that stand in the network's session, or name its folder in their environment."""
    processes = {pid: " ".join(command) for pid, command in network.processes().items()}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            number, is_alive = int(entry.name), (entry / "cmdline").read_bytes() != b""
            if is_alive and os.getsid(number) == session:
                processes.setdefault(number, "in the session")
        except OSError:
            continue
    return [f"{number} {command}"[:120] for number, command in sorted(processes.items())]
