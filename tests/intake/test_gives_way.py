"""Between two batches of long work others may write: SQLite's one lock is free while they look for it."""

import sqlite3
import time
from types import SimpleNamespace

import pytest
from django.db import connection
from pytest_django import Settings

from skillsnet.db.jobs import batches
from skillsnet.intake.actions import commit, commits, undo, undos
from tests.intake.sheets import ADA, BO, CY, HEADER, previewed

pytestmark = pytest.mark.django_db(transaction=True)


class _Others:
    """Somebody else, who writes whenever long work pauses."""

    def __init__(self) -> None:
        self.times = 0

    def write(self, seconds: float) -> None:
        """Take the write lock without waiting for it; on PostgreSQL nobody is ever let in so."""
        with sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        other.close()
        self.times += 1


@pytest.mark.medium
def test_others_write_between_the_batches_of_an_import_and_of_its_undo(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.AFTER_EACH_CHANGE = []
    others = _Others()
    # Its own clock: whoever else waits meanwhile, such as for the file to be read, lets nobody in.
    monkeypatch.setattr(batches, "time", SimpleNamespace(sleep=others.write, monotonic=time.monotonic))
    for module in (commits, undos):
        monkeypatch.setattr(module, "ROWS_A_BATCH", 1)
    run = commit(previewed([HEADER, ADA, BO, CY]), by=None)
    is_sqlite = connection.vendor == "sqlite"
    assert (others.times >= 3) == is_sqlite
    written = others.times
    undo(run, by=None)
    assert (others.times - written >= 3) == is_sqlite
