"""Installations of their own, on the database of this run, and processes that are killed at a chosen step."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
# What a restore changes by itself: it signs out, holds mails, forgets maps and caches, and notes that it was there.
CHANGED = {
    "accounts_signin", "audit_record", "cache_entries", "django_migrations", "django_session",
    "django_tasks_database_dbtaskresult",
    "netmap_mapbuilder", "netmap_mapversion", "outbox_mailmessage", "sqlite_sequence",
}  # fmt: skip


@dataclass(frozen=True)
class Installation:
    """A data folder, and on PostgreSQL a database of its own."""

    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands."""
        own = {"SKILLSNET_DATA": str(self.data), "SKILLSNET_LOG_LEVEL": "ERROR"}
        passed = {name: value for name, value in os.environ.items() if not name.startswith("SKILLSNET_")}
        found = {**passed, **own, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "skillsnet.config.settings"}
        return {**found, "SKILLSNET_DATABASE": self.database} if self.database else found

    def run(self, *words: str, fatal: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command; `fatal` names a step at which it is killed (see killed.py)."""
        module = ["tests.home.killed", fatal] if fatal else ["skillsnet"]
        command = [sys.executable, "-m", *module, *words]
        environment = {**self.environment, **more}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    def done(self, *words: str) -> str:
        """Run one command that must succeed, and return what it says."""
        result = self.run(*words)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def python(self, code: str) -> str:
        """Run Python in the installation and return what it prints."""
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        ).stdout

    def connect(self) -> Any:
        """Return a bare connection to the database."""
        if self.database:
            return psycopg.connect(self.database, autocommit=True)
        return sqlite3.connect(self.data / "network.sqlite3", timeout=20, isolation_level=None)

    def rows(self, statement: str) -> list[Any]:
        """Return the rows of a query."""
        with closing(self.connect()) as opened:
            return list(opened.execute(statement).fetchall())

    def hashes(self) -> dict[str, str]:
        """Return a hash of the rows of each table, whatever their order."""
        return {table: hash_of(self.rows(f'SELECT * FROM "{table}"')) for table in self.tables()}

    def tables(self) -> list[str]:
        """Return the tables."""
        if self.database:
            statement = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        else:
            statement = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
        return [row[0] for row in self.rows(statement)]

    def wipe(self) -> None:
        """Lose everything."""
        shutil.rmtree(self.data)
        if self.database:
            with closing(self.connect()) as opened:
                opened.execute("DROP SCHEMA public CASCADE")
                opened.execute("CREATE SCHEMA public")


def hash_of(rows: list[Any]) -> str:
    """Return a hash of rows, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(repr, rows))).encode()).hexdigest()


def template(folder: Path) -> Installation:
    """Return an installation with the schema of this run's test database."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "network.sqlite3")])
        return Installation(folder)
    name = connection.settings_dict["NAME"]
    connection.close()
    return Installation(folder, _create_database(os.environ["SKILLSNET_DATABASE"], of=name))


def empty(folder: Path) -> Installation:
    """Return an installation whose database has no table."""
    folder.mkdir()
    if connection.vendor == "sqlite":
        return Installation(folder)
    return Installation(folder, _create_database(os.environ["SKILLSNET_DATABASE"], of="template1"))


def copied(source: Installation, folder: Path) -> Installation:
    """Return another installation with the same data."""
    shutil.copytree(source.data, folder)
    database = _create_database(source.database, of=urlsplit(source.database).path[1:]) if source.database else ""
    return Installation(folder, database)


def drop(installation: Installation) -> None:
    """Drop what does not go with its folder."""
    if installation.database:
        name = urlsplit(installation.database).path[1:]
        with psycopg.connect(_server(installation.database), autocommit=True) as opened:
            opened.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _create_database(address: str, *, of: str) -> str:
    name = f"skillsnet_copy_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(_server(address), autocommit=True) as opened:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        opened.execute(create.format(sql.Identifier(name), sql.Identifier(of)))
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def _server(address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path="/template1"))


class Writers:
    """Processes that write while others read: twenty small writes a second, and large ones without a pause."""

    def __init__(self, installation: Installation) -> None:
        self.processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.home.writer", kind, installation.database or str(installation.data)],
                cwd=ROOT, env=installation.environment, stdout=subprocess.PIPE,
            )
            for kind in ("small", "large")
        ]  # fmt: skip

    def __enter__(self) -> "Writers":
        for process in self.processes:
            assert process.stdout is not None
            assert process.stdout.readline() == b"writing\n"
        return self

    def __exit__(self, *fault: object) -> None:
        for process in self.processes:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
