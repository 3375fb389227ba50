"""The examples in the documentation of core's functions run."""

import doctest
import importlib
import pkgutil

import pytest

import skillsnet.core

PACKAGES = ("text", "search", "geo", "taxonomy", "classification", "likeness", "matching")
MODULES = [
    module.name
    for module in pkgutil.walk_packages(skillsnet.core.__path__, "skillsnet.core.")
    if module.name.split(".")[2] in PACKAGES
]


@pytest.mark.medium
@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_there_are_examples_to_run() -> None:
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = [test for module in MODULES for test in finder.find(importlib.import_module(module)) if test.examples]
    assert len(found) > 20
