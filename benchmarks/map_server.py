"""The map's files from a database of 473 and 100,000 projects, as a whole and after one changed profile."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = (473, 5_000, 20_000, 100_000)


def measure(sizes: tuple[int, ...] = SIZES) -> Iterator[dict[str, Any]]:
    """Yield each size's CPU seconds and memory, each in a process of its own."""
    for n in sizes:
        command = [sys.executable, "-m", "benchmarks.map_server", str(n)]
        process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if process.returncode:
            raise RuntimeError(process.stderr[-3000:])
        yield json.loads(process.stdout.splitlines()[-1])


def main(n: int) -> None:
    """Fill a database, build the map's files, change one profile, and print what it cost."""
    from benchmarks.installation import prepare

    prepare()
    from benchmarks.large_networks import fill
    from skillsnet.accounts.viewer import ANYONE
    from skillsnet.calls.actions import increment_version
    from skillsnet.calls.models import Project
    from skillsnet.core.netmap.incremental_update import with_links
    from skillsnet.core.netmap.payload import links_payload, names_payload, nodes_payload
    from skillsnet.netmap.build.actions import rebuild_map, refresh_map
    from skillsnet.netmap.build.readers import read_network
    from skillsnet.netmap.files import map_folder, write_file

    fill(n)
    figures: dict[str, Any] = {"n": n, "filled_mb": _peak_mb()}
    reading, figures["read_cpu_s"] = _timed(lambda: read_network(ANYONE))
    network, figures["link_cpu_s"] = _timed(
        lambda: with_links(reading.network, declared=reading.declared_pairs, similar=reading.similar_pairs)
    )
    payloads = {"nodes": nodes_payload, "links": links_payload, "names": names_payload}
    _, figures["pack_cpu_s"] = _timed(lambda: [write_file(kind, make(network)) for kind, make in payloads.items()])
    figures["payload_cpu_s"] = round(figures["read_cpu_s"] + figures["link_cpu_s"] + figures["pack_cpu_s"], 2)
    figures["payload_peak_mb"] = _peak_mb()
    version, figures["whole_cpu_s"] = _timed(rebuild_map)
    figures["whole_peak_mb"] = _peak_mb()
    figures["kb"] = {
        kind: (map_folder() / f"{name}.br").stat().st_size // 1024
        for kind, name in {**version.files, **version.files["places"]}.items()
        if isinstance(name, str)
    }
    project = Project.objects.order_by("pk")[n // 2]
    project.languages.all().delete()
    increment_version([project.pk])
    _, figures["changed_cpu_s"] = _timed(refresh_map)
    print(json.dumps(figures))


def _timed(job: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = job()
    return result, round(time.process_time() - start, 2)


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
