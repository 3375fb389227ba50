"""A process of its own that reads taxonomies as the web server does, and says what that cost it."""

import io
import json
import os
import resource
import sys


def main(kinds: list[str]) -> None:
    """Read each hostile file, and an honest one; print the sentences, and what was spent and loaded here."""
    import django

    django.setup()
    from skillsnet.core.errors import Invalid
    from skillsnet.intake.taxonomy_files import read_taxonomy_file
    from tests.intake.hostile_rdf import honest, hostile

    said, spent_s, memory_mb = {}, 0.0, 0
    for kind in [*kinds, ""]:
        file = io.BytesIO(hostile(kind) if kind else honest())
        began_s, had_mb = _cpu_s(), _peak_mb()
        try:
            said[kind] = str(len(read_taxonomy_file(file, name="upload.ttl").editions[0].categories))
        except Invalid as refused:
            said[kind] = refused.problems[0]
        if kind:
            spent_s, memory_mb = max(spent_s, _cpu_s() - began_s), max(memory_mb, _peak_mb() - had_mb)
    parsers = sorted(name for name in sys.modules if name.startswith("rdflib.plugins.parsers"))
    print(json.dumps({"said": said, "spent_s": spent_s, "memory_mb": memory_mb, "parsers": parsers}))  # noqa: T201


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _peak_mb() -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillsnet.config.settings")
    main(sys.argv[1:])
