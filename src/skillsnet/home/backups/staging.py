"""The process in which the program opens a copy as its own data: `python -m skillsnet.home.backups.staging BACKUP`.

Its environment names the copy: a data folder of its own, and on PostgreSQL a schema of its own.
"""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import TypedDict

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from skillsnet.db.backups import postgresql, sqlite
from skillsnet.db.backups.manifest import BackupRefused, Manifest, Snapshot, read_manifest
from skillsnet.db.first_schema import last_migrations, make_first_schema
from skillsnet.db.renamed_apps import relabel


class StagingReport(TypedDict, total=False):
    """The one line that this process prints: why the copy is refused, or what was found in it."""

    refused: str
    warnings: list[str]
    held_mails: int


def main(backup: Path) -> None:
    """Fill, check and bring up to date; print one line that says what was found."""
    Thread(target=_end_with_parent, daemon=True).start()
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillsnet.config.settings"
    django.setup()
    manifest = read_manifest(backup)
    try:
        _fill(backup, manifest)
    except BackupRefused as refusal:
        _say({"refused": str(refusal)})
        return
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _say(_make_ready(manifest))
    connection.close()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, which closes what stands open here as input."""
    # Not through sys.stdin, whose lock a thread must not hold when the interpreter ends.
    os.read(0, 1)
    os._exit(1)


def _say(report: StagingReport) -> None:
    sys.stdout.write(json.dumps(report) + "\n")
    sys.stdout.flush()


def _fill(backup: Path, manifest: Manifest) -> None:
    if connection.vendor == "sqlite":
        stated = Snapshot(manifest.tables, manifest.migrations)
        sqlite.check_copy(settings.DATA_DIR / "network.sqlite3", stated)
        return
    applied_migrations = relabel(manifest.migrations, tables=manifest.tables)
    if applied_migrations == last_migrations(connection):
        make_first_schema(connection)
    else:
        executor = MigrationExecutor(connection)
        executor.migrate(_last_of_each_app(executor, applied_migrations))
    with transaction.atomic(), connection.cursor() as cursor:
        postgresql.load(cursor, backup / "database", tables=manifest.tables, sequences=manifest.sequences)


def _last_of_each_app(executor: MigrationExecutor, applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the migrations that no other applied one of the same app builds on: together they are all of them."""
    applied_migrations = set(applied)
    graph = executor.loader.graph
    predecessors = {
        parent.key
        for migration in applied_migrations
        for parent in graph.node_map[migration].parents
        if parent.key[0] == migration[0]
    }  # fmt: skip
    return sorted(applied_migrations - predecessors)


def _make_ready(manifest: Manifest) -> StagingReport:
    # Models are there only once Django is set up.
    from skillsnet.audit.actions import record
    from skillsnet.home.backups.suppressions import apply_kept_suppressions
    from skillsnet.home.invariants import broken_invariants
    from skillsnet.outbox.actions import hold_restored

    with transaction.atomic():
        _end_sessions()
        mails = hold_restored()
        people = apply_kept_suppressions()
        _forget_maps()
        record("home.restore", subject=f"backup:{manifest.taken_at}", by=None, mails_held=mails, people_removed=people)
    return {"warnings": broken_invariants(), "held_mails": mails}


def _forget_maps() -> None:
    """Have the map built anew: its files stay out of backups, and whoever built one then does so no more."""
    from skillsnet.netmap.models import MapBuilder, MapVersion
    from skillsnet.netmap.tasks import replace_map

    MapVersion.objects.all().delete()
    MapBuilder.objects.update(heartbeat_at=None, failed_at=None)
    replace_map()


def _end_sessions() -> None:
    """Sign everybody out: a session of the copy may have been ended since."""
    from django.contrib.sessions.models import Session

    Session.objects.all().delete()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
