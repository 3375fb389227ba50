"""`make bench`: run every benchmark and print its figures as JSON lines."""

import json
import sys
from importlib import import_module

BENCHMARKS = (
    "map_payload",
    "map_layouts",
    "map_server",
    "contacts",
    "classification",
    "duplicates",
    "intake",
    "mutants",
    "mutants_through",
    "kills",
    "publication_kills",
)


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or BENCHMARKS:
        for figures in import_module(f"benchmarks.{name.replace('-', '_')}").measure():
            print(json.dumps({"benchmark": name, **figures}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
