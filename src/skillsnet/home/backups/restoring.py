"""Putting a backup back: prepared and checked beside the data in use, then put in their place in one step."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from skillsnet.db.backups import postgresql, sqlite
from skillsnet.db.backups.manifest import BackupRefused, Manifest, Say, check_files, copy_private, read_manifest
from skillsnet.db.backups.swap import STAGE, swap
from skillsnet.db.renamed_apps import relabel
from skillsnet.home.backups.former import acts_since
from skillsnet.home.backups.in_use import not_running, refuse_in_use
from skillsnet.home.backups.staging import StagingReport
from skillsnet.home.backups.suppressions import keep_suppressions
from skillsnet.home.backups.writing import DATABASE, FILES, KEY, known_migrations

SQLITE_NAMES = ("network.sqlite3", "network.sqlite3-wal", "network.sqlite3-shm")
# The map is made of the data, and what a later one showed must not stay.
MAP = "map"


@dataclass(frozen=True)
class Restored:
    """What became of a restore."""

    manifest: Manifest
    aside: str
    schema_aside: str
    warnings: tuple[str, ...]
    held_mails: int
    key_differs: bool
    acts_lost: dict[str, int] | None


def restore_backup(folder: Path, *, replace: bool, say: Say) -> Restored:
    """Put a backup in the place of what is there; `BackupRefused` leaves everything as it was.

    Killed on the way, either the old or the new data are there, and it can be run again.
    """
    folder = folder.expanduser().resolve()
    manifest = read_manifest(folder)
    _refuse_other_kind(manifest)
    with not_running():
        return _restored(folder, manifest, replace=replace, say=say)


def _restored(folder: Path, manifest: Manifest, *, replace: bool, say: Say) -> Restored:
    has_data = _has_data()
    if has_data and not replace:
        raise BackupRefused(
            f"There are data in {_where()} already. To put the backup in their place, add --replace: "
            "they are kept aside, not deleted."
        )
    say("Checking the backup's files.")
    check_files(folder, manifest)
    aside = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    acts_lost = acts_since(manifest.taken_at) if has_data else None
    with _stage(folder, manifest) as stage:
        if has_data:
            keep_suppressions(stage)
        say("Bringing the copy up to date and checking it.")
        report = _prepare(folder, stage)
        refuse_in_use()
        say("Putting it in place.")
        _put_in_place(stage, aside, has_data=has_data)
    is_kept = (settings.DATA_DIR / aside).exists()
    return Restored(
        manifest=manifest,
        aside=str(settings.DATA_DIR / aside) if is_kept else "",
        schema_aside=_schema(aside) if has_data and connection.vendor == "postgresql" else "",
        warnings=tuple(report["warnings"]),
        held_mails=report["held_mails"],
        key_differs=_key_is_set() and (folder / KEY).read_text().removesuffix("\n") != settings.SECRET_KEY,
        acts_lost=acts_lost,
    )


def _refuse_other_kind(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        backup_name, own_name = names.get(manifest.database, manifest.database), names[connection.vendor]
        remedy = "Leave SKILLSNET_DATABASE out" if manifest.database == "sqlite" else "Set SKILLSNET_DATABASE"
        raise BackupRefused(
            f"This is a backup of {backup_name}, and the installation runs on {own_name}. {remedy} to restore it."
        )
    unknown = relabel(manifest.migrations, tables=manifest.tables) - known_migrations()
    if unknown:
        app, name = min(unknown)
        raise BackupRefused(
            f"This backup was made by a later version of the program ({manifest.program}): this one does not know the "
            f"migration {app} {name}. Install that version, and restore with it."
        )


def _has_data() -> bool:
    if any(path.is_file() for path in (settings.DATA_DIR / FILES).rglob("*")):
        return True
    if connection.vendor == "sqlite":
        return not sqlite.is_empty(Path(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        return not postgresql.is_empty(cursor)


def _where() -> str:
    return str(settings.DATA_DIR) if connection.vendor == "sqlite" else "the database or the data folder"


@contextmanager
def _stage(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """Give a data folder with the backup's files in it, beside the one in use, and take away what is left of it."""
    stage: Path = settings.DATA_DIR / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(mode=0o700)
    try:
        for name in manifest.files:
            if name == f"{DATABASE}/network.sqlite3":
                copy_private(folder / name, stage / SQLITE_NAMES[0])
            elif name.startswith(f"{FILES}/") or name == KEY:
                (stage / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                copy_private(folder / name, stage / name)
        with _staged_schema():
            yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _staged_schema() -> Iterator[None]:
    if connection.vendor == "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        postgresql.make_stage(cursor)
        try:
            yield
        finally:
            postgresql.drop_stage(cursor)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [postgresql.ADVISORY_LOCK])


def _prepare(folder: Path, stage: Path) -> StagingReport:
    """Let the program itself open the copy as its data, in a process of its own, and return what it says of it."""
    command = [sys.executable, "-m", "skillsnet.home.backups.staging", str(folder)]
    with (
        tempfile.TemporaryFile("w+") as faults,
        subprocess.Popen(  # noqa: S603 - our own program
            command,
            env=_stage_environment(stage),
            stdin=subprocess.PIPE,  # open as long as this process lives: the other ends with it
            stdout=subprocess.PIPE,
            stderr=faults,
            text=True,
        ) as child,
    ):
        lines = child.stdout.read().splitlines() if child.stdout else []
        child.wait()
        faults.seek(0)
        error_lines = faults.read().strip().splitlines() or ["it ended without a word"]
    if child.returncode or not lines:
        raise BackupRefused(f"The backup could not be brought up to date: {error_lines[-1]}. Nothing was changed.")
    report: StagingReport = json.loads(lines[-1])
    if "refused" in report:
        raise BackupRefused(f"{report['refused']} Nothing was changed.")
    return report


def _stage_environment(stage: Path) -> Mapping[str, str]:
    environment = {**os.environ, "SKILLSNET_DATA": str(stage), "SKILLSNET_LOG_LEVEL": "ERROR"}
    if connection.vendor == "postgresql":
        stated = os.environ.get("PGOPTIONS", "")
        environment["PGOPTIONS"] = f"{stated} -c search_path={postgresql.STAGE_SCHEMA}".strip()
    return environment


def _put_in_place(stage: Path, aside: str, *, has_data: bool) -> None:
    key = () if _key_is_set() else (KEY,)
    names = SQLITE_NAMES if connection.vendor == "sqlite" else ()
    if connection.vendor == "postgresql":
        _add_files(stage)
        with transaction.atomic(), connection.cursor() as cursor:
            postgresql.put_in_place(cursor, aside=_schema(aside))
    arriving = [*names[:1], FILES, *key]
    # A key that was made only just now, in a folder that held no data, is nobody's.
    if not has_data:
        (settings.DATA_DIR / KEY).unlink(missing_ok=True)
    swap(settings.DATA_DIR, arriving=arriving, leaving=[*names, FILES, *key, MAP], aside=aside)


def _add_files(stage: Path) -> None:
    """Bring the copy's files to the ones in use, so that those the new rows name are there at the moment they are."""
    for path in (stage / FILES).rglob("*"):
        target = settings.DATA_DIR / FILES / path.relative_to(stage / FILES)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.partial")
            partial.unlink(missing_ok=True)
            copy_private(path, partial)
            partial.rename(target)


def _schema(aside: str) -> str:
    return aside.replace("-", "_").lower()


def _key_is_set() -> bool:
    return bool(os.environ.get("SKILLSNET_SECRET_KEY"))
