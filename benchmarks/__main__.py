"""`make bench`: run every benchmark and print its figures as a table and as JSON lines."""

import json
import sys

from benchmarks import map_payload

BENCHMARKS = {"map-payload": map_payload.measure}


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    for name in names or BENCHMARKS:
        for figures in BENCHMARKS[name]():
            print(json.dumps({"benchmark": name, **figures}))


if __name__ == "__main__":
    main(sys.argv[1:])
