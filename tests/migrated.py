"""The tests' SQLite database with all migrations applied: made once, and copied by each process and run that follows.

Migrations cost more than a thousand tests of the core. They are applied anew when one of them, what they import or a
dependency changes.
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = ("src/skillsnet/*/migrations/*.py", "src/skillsnet/db/**/*.py", "src/skillsnet/core/*.py", "requirements/*")


def _mark() -> str:
    """Return a name that changes with whatever makes the database."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted(path for pattern in MADE_FROM for path in ROOT.glob(pattern) if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def copy_migrated(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have SQLite's test database begin as a copy of the one kept in a folder, or be kept there when it is made."""
    file = folder / f"{_mark()}.sqlite3"
    empty, create = DatabaseCreation._create_test_db, DatabaseCreation.create_test_db

    def copied(self: DatabaseCreation, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name = str(empty(self, verbosity, autoclobber, keepdb))
        if file.exists() and not keepdb:
            shutil.copyfile(file, name)
            # Every table stands: Django is spared working out from all migrations that none is left to apply.
            patch.setitem(self.connection.settings_dict["TEST"], "MIGRATE", False)
        return name

    def created(self: DatabaseCreation, *words: Any, **options: Any) -> str:
        name = str(create(self, *words, **options))
        if not file.exists():
            _keep(self.connection.connection, file)
        return name

    patch.setattr(DatabaseCreation, "_create_test_db", copied)
    patch.setattr(DatabaseCreation, "create_test_db", created)


def _keep(connection: sqlite3.Connection, file: Path) -> None:
    for former in file.parent.glob("*.sqlite3"):
        former.unlink(missing_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(file)
