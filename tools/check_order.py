"""Refuses imports against the order inside an app, and modules that import each other in a circle.

Every app has the same order of file names (docs/decisions/0002-layers.md). A package counts like a module of its
name, `member_urls` counts like `urls`, and the order holds across the rooms of an app. A file with any other name has
no place of its own: it may stand anywhere, but nobody reaches through it what they may not import themselves.
"""

import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

import grimp

PACKAGE = "skillsnet"
# From the outside in: each imports only what stands further down; those in one line do not import each other.
ORDER = (
    ("urls",),
    ("views", "management", "templatetags"),
    ("forms",),
    ("tasks",),
    ("actions",),
    ("queries", "readers"),
    ("rules",),
    ("models",),
    ("enums",),
)
DEPTHS = {name: depth for depth, names in enumerate(ORDER) for name in names}
# Plain Python: its rooms have names of their own, and only circles are refused there.
WITHOUT_ORDER = ("core",)

Imports: TypeAlias = Mapping[str, frozenset[str]]


def main() -> None:
    """Print each violation and fail when there is one."""
    found = list(offences(grimp.build_graph(PACKAGE, cache_dir=None), PACKAGE))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


def offences(graph: grimp.ImportGraph, package: str) -> Iterator[str]:
    """Give what is wrong in each app of a package, as a line to print."""
    for app in sorted(graph.find_children(package)):
        imports = _imports_inside(graph, app)
        if app.rpartition(".")[2] not in WITHOUT_ORDER:
            yield from (f"{' -> '.join(chain)}: against the order" for chain in _against_order(imports, app))
        yield from circles(imports, app)


def _imports_inside(graph: grimp.ImportGraph, app: str) -> Imports:
    modules = {app, *graph.find_descendants(app)}
    return {module: frozenset(graph.find_modules_directly_imported_by(module) & modules) for module in modules}


def _against_order(imports: Imports, app: str) -> Iterator[tuple[str, ...]]:
    """Give the chain of imports from each module with a place to what it may not import."""
    for module in sorted(imports):
        layer = layer_of(module, app)
        for chain in _chains(imports, module, app) if layer else ():
            target = layer_of(chain[-1], app)
            if layer and target and target != layer and DEPTHS[target] <= DEPTHS[layer]:
                yield chain


def layer_of(module: str, app: str) -> str | None:
    """Return the name in the order under which a module counts, or None when it has no place of its own."""
    for part in module.removeprefix(app).lstrip(".").split("."):
        name = part.rpartition("_")[2]
        if name in DEPTHS:
            return name
    return None


def _chains(imports: Imports, start: str, app: str) -> Iterator[tuple[str, ...]]:
    """Give the shortest chain to each module with a place that is reached directly or through modules without one."""
    seen, waiting = {start}, [(start,)]
    while waiting:
        chain = waiting.pop(0)
        for target in sorted(imports[chain[-1]] - seen):
            seen.add(target)
            if layer_of(target, app) is None:
                waiting.append((*chain, target))
            else:
                yield (*chain, target)


def circles(imports: Imports, package: str) -> Iterator[str]:
    """Give a circle among the parts of a package, where there is one, and in turn for each of its packages.

    A package is one part with all that is in it, so that two packages whose files import each other are a circle too.
    What the package itself imports (its `__init__.py`) is a part like the others.
    """
    parts: dict[str, set[str]] = {}
    for module, targets in imports.items():
        part = _part_of(module, package)
        parts.setdefault(part, set()).update({_part_of(target, package) for target in targets} - {part})
    try:
        TopologicalSorter(parts).prepare()
    except CycleError as error:
        yield f"{' -> '.join(reversed(error.args[1]))}: a circle"
    for part in sorted(parts.keys() - {package}):
        modules = {module for module in imports if module == part or module.startswith(f"{part}.")}
        if len(modules) > 1:
            yield from circles({module: imports[module] & modules for module in modules}, part)


def _part_of(module: str, package: str) -> str:
    return ".".join(module.split(".")[: package.count(".") + 2])


if __name__ == "__main__":
    main()
