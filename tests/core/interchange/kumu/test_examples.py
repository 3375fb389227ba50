"""The examples in the documentation of the Kumu readers run."""

import doctest
import importlib
import pkgutil

import pytest

from skillsnet.core.interchange import kumu

MODULES = [module.name for module in pkgutil.iter_modules(kumu.__path__, f"{kumu.__name__}.")]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_there_are_examples_to_run() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [test for module in MODULES for test in finder.find(importlib.import_module(module)) if test.examples]
    assert len(found) > 15
