"""`make bench`: run every benchmark and print its figures as JSON lines."""

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Any

BENCHMARKS = (
    "map_payload",
    "map_layouts",
    "map_server",
    "contacts",
    "classification",
    "likeness",
    "matches",
    "one_change",
    "search",
    "search_costs",
    "duplicates",
    "affiliations",
    "intake",
    "choices",
    "columns",
    "mutants",
    "mutants_through",
    "kills",
    "publication_kills",
    "invitations",
    "fuzz",
    "backup",
    "sign_in",
)


def main(arguments: list[str]) -> None:
    """Run the named benchmarks, or all; options such as `--minutes 2` go to what is measured."""
    if "--help" in arguments:
        print(f"{__doc__}\n\n    python -m benchmarks [NAME ...] [--OPTION VALUE ...]\n\nNames:", ", ".join(BENCHMARKS))
        return
    names, options = _split_arguments(arguments)
    for name in names or BENCHMARKS:
        for figures in _measure_of(name)(**options):
            print(json.dumps({"benchmark": name, **figures}), flush=True)


def _measure_of(name: str) -> Callable[..., Iterable[dict[str, Any]]]:
    """Return what measures a benchmark; the program ends with a sentence where no benchmark has this name."""
    module = name.replace("-", "_")
    found = import_module(f"benchmarks.{module}") if find_spec(f"benchmarks.{module}") else None
    if not hasattr(found, "measure"):
        of_map = " The map in a browser is measured by `make bench-map`." if module.startswith("map_") else ""
        sys.exit(f"“{name}” is not the name of a benchmark.{of_map} Names: {', '.join(BENCHMARKS)}")
    return found.measure  # type: ignore[union-attr]


def _split_arguments(arguments: list[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the names and the options; an option's value is a number where it can be one."""
    names: list[str] = []
    options: dict[str, Any] = {}
    remaining = iter(arguments)
    for argument in remaining:
        if not argument.startswith("--"):
            names.append(argument)
            continue
        value = next(remaining, None)
        if value is None:
            sys.exit(f"{argument} needs a value: {argument} VALUE")
        with suppress(ValueError):
            options[argument[2:]] = float(value) if "." in value else int(value)
        options.setdefault(argument[2:], value)
    return names, options


if __name__ == "__main__":
    main(sys.argv[1:])
