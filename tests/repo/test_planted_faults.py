"""The faults that `python -m benchmarks planted_faults` plants have a place in the source, and a test."""

import ast
from pathlib import Path

import pytest
from benchmarks.faults import FAULTS, ROOT, Fault
from benchmarks.planted_faults import NotThere, faulty

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_a_fault_has_its_place_and_a_test_that_is_there(fault: Fault) -> None:
    sound = (ROOT / fault.path).read_text(encoding="utf-8")
    planted = faulty(fault, sound)
    assert planted != sound
    ast.parse(planted)
    file, _, name = fault.test.partition("::")
    tree = ast.parse(Path(ROOT / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_a_fault_without_its_place_is_refused() -> None:
    with pytest.raises(NotThere, match="0 times"):
        faulty(FAULTS[0], "nothing of it")


def test_no_two_faults_are_called_the_same() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
