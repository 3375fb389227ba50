"""Lines of processes that the tests start are counted as their own, the sandbox's with its bare environment too."""

import os
import subprocess
from typing import Any

import pytest

# Set by coverage while it counts; a process that finds it counts itself from its start (`patch` in pyproject.toml).
CONFIGURATION = "COVERAGE_PROCESS_CONFIG"


def count_processes(patch: pytest.MonkeyPatch) -> None:
    """Hand the configuration on to each process that is started with an environment of its own."""
    configuration = os.environ.get(CONFIGURATION)
    if configuration is None:
        return
    start = subprocess.Popen.__init__

    def counted(self: "subprocess.Popen[Any]", *words: Any, env: Any = None, **options: Any) -> None:
        start(self, *words, env=None if env is None else {**env, CONFIGURATION: configuration}, **options)

    patch.setattr(subprocess.Popen, "__init__", counted)
