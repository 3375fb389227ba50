"""Refuses locks that do not belong to pyproject.toml, or that name where packages come from."""

import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tools.components import ROOT, pins

RUN, DEV, DOCS = (ROOT / "requirements" / f"{name}.lock" for name in ("run", "dev", "docs"))
REMEDY = "docs/development.md says how locks are made."


def main() -> None:
    """Print what does not hold and fail when there is something."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    problems = [*problems_of(RUN, stated["project"]["dependencies"]), *differences(DEV)]
    problems += [*problems_of(DOCS, stated["dependency-groups"]["docs"]), *_clashes()]
    for extra, dependencies in stated["project"]["optional-dependencies"].items():
        lock = RUN.with_name(f"{extra}.lock")
        problems += [*problems_of(lock, [*stated["project"]["dependencies"], *dependencies]), *differences(lock)]
    print("\n".join(problems), end=f"\n{REMEDY}\n" if problems else "")
    sys.exit(1 if problems else 0)


def problems_of(lock: Path, dependencies: list[str]) -> Iterator[str]:
    """Yield what is wrong with a lock: an address, a pin without a sum, a package missing or outdated."""
    text = lock.read_text(encoding="utf-8")
    if "://" in text or any(line.lstrip().startswith("-") and "--hash" not in line for line in text.splitlines()):
        yield f"{lock.name} holds an address or an option: it must say what, never where from."
    pinned: dict[str, list[str]] = {}
    for name, version, hashes in pins(lock):
        pinned.setdefault(canonicalize_name(name), []).append(version)
        if not hashes:
            yield f"{lock.name} pins {name} without a sum."
    waiting, seen = [Requirement(text) for text in dependencies], set()
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        versions = pinned.get(name, [])
        if not any(needed.specifier.contains(version, prereleases=True) for version in versions):
            yield f"{lock.name} has {name} {' and '.join(versions) or 'not at all'}; needed is {needed}."
        if (name, *sorted(needed.extras)) not in seen:
            seen.add((name, *sorted(needed.extras)))
            waiting += _needed_by(name, needed.extras)


def _needed_by(name: str, extras: set[str]) -> Iterator[Requirement]:
    """Yield what an installed package needs here, with these of its extras."""
    try:
        stated = requires(name) or []
    except PackageNotFoundError:
        return
    for requirement in map(Requirement, stated):
        environments = ({**default_environment(), "extra": extra} for extra in ("", *extras))
        if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
            yield requirement


def differences(lock: Path) -> Iterator[str]:
    """Yield what is shipped in a version that another lock does not have: one that is tested, or one with an extra."""
    here = {(name, version) for name, version, _ in pins(lock)}
    for name, version, _ in pins(RUN):
        if (name, version) not in here:
            yield f"run.lock ships {name} {version}, which {lock.name} does not have."


def _clashes() -> Iterator[str]:
    """Yield what the site of the documentation would replace where the tests run: both stand in one environment."""
    tested = {name: version for name, version, _ in pins(DEV)}
    for name, version, _ in pins(DOCS):
        if tested.get(name, version) != version:
            yield f"docs.lock pins {name} {version}, dev.lock {tested[name]}."


if __name__ == "__main__":
    main()
