"""Plants each fault of a list in a copy of the source tree, and tells which of them its test does not catch."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.faults import FAULTS, ROOT, Fault

PATHS = ("src", "tests", "benchmarks", "examples", "tools", "pyproject.toml", "frontend/generated")
NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules")
TESTS_PASS, TESTS_FAIL = 0, 1


class NotThere(Exception):
    """The text that a fault replaces does not stand in its file exactly once."""


def measure(only: str = "") -> Iterator[dict[str, Any]]:
    """Yield each fault with whether its test caught it, then how many lived; `--only TEXT` takes those so named."""
    faults = [fault for fault in FAULTS if only in fault.name]
    for fault in faults:
        faulty(fault, (ROOT / fault.path).read_text(encoding="utf-8"))
    lived = 0
    with tempfile.TemporaryDirectory(prefix="skillsnet-faults-") as folder:
        copy = _copy_tree(Path(folder))
        if _tested(copy, sorted({fault.test for fault in faults})) != TESTS_PASS:
            raise RuntimeError("the tests fail without any fault")
        for fault in faults:
            is_caught = _is_caught(fault, copy)
            lived += not is_caught
            yield {"fault": fault.name, "test": fault.test, "outcome": "caught" if is_caught else "lived"}
    yield {"faults": len(faults), "lived": lived}


def faulty(fault: Fault, text: str) -> str:
    """Return a file's text with the fault in it; refuse a text in which it has no place, or several."""
    if text.count(fault.old) != 1:
        raise NotThere(f"{fault.name}: {fault.path} holds its text {text.count(fault.old)} times")
    return text.replace(fault.old, fault.new)


def _copy_tree(folder: Path) -> Path:
    for name in PATHS:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=NOT_COPIED)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def _is_caught(fault: Fault, copy: Path) -> bool:
    path = copy / fault.path
    sound = path.read_text(encoding="utf-8")
    path.write_text(faulty(fault, sound), encoding="utf-8")
    try:
        code = _tested(copy, [fault.test])
    finally:
        path.write_text(sound, encoding="utf-8")
    if code not in (TESTS_PASS, TESTS_FAIL):
        raise RuntimeError(f"{fault.name}: the test did not run (pytest ended with {code})")
    return code == TESTS_FAIL


def _tested(copy: Path, tests: Sequence[str]) -> int:
    # The copy's own sources come first in the path (`pythonpath` in pyproject.toml), before what is installed.
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode
