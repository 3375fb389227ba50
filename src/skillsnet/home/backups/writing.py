"""Making a backup: the database at one moment, then the files it names, then a look whether the copy is sound."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField
from django.utils.crypto import salted_hmac

from skillsnet.db.backups import postgresql, sqlite
from skillsnet.db.backups.manifest import (
    BackupFile,
    BackupRefused,
    Manifest,
    Say,
    Snapshot,
    check_files,
    copy_private,
    digest_of,
    read_manifest,
    regular_files,
    size_of,
    write_manifest,
    write_private,
)
from skillsnet.db.backups.whole_folder import locked, remove_whole, whole_folder
from skillsnet.db.renamed_apps import relabel

FOLDER_NAME = re.compile(r"^skillsnet-\d{8}T\d{6}Z(-\d+)?$")
DATABASE = "database"
FILES = "files"
KEY = "secret.key"


@dataclass(frozen=True)
class Backup:
    """A backup that was made and checked."""

    folder: Path
    manifest: Manifest
    removed_folders: tuple[Path, ...]

    @property
    def size_bytes(self) -> int:
        """How much it holds."""
        return sum(file.size for file in self.manifest.files.values())


def make_backup(parent: Path, *, keep: int | None = None, say: Say) -> Backup:
    """Write a dated folder into `parent`, check it, and remove all but the newest `keep`.

    `BackupRefused` leaves nothing behind.
    """
    parent = parent.expanduser().resolve()
    _refuse_nothing()
    with locked(parent):
        _refuse_small_disk(parent)
        taken_at = datetime.now(UTC)
        name = _free_name(parent, taken_at)
        with whole_folder(parent, name) as folder:
            manifest = _write(folder, taken_at, say=say)
        return Backup(parent / name, manifest, tuple(_forget_old(parent, keep)))


def emptied_tables() -> list[str]:
    """Return the tables whose rows stay out: sessions and codes open doors, and a cache is made again."""
    caches = [cache["LOCATION"] for cache in settings.CACHES.values() if "db.DatabaseCache" in str(cache["BACKEND"])]
    # By name: the process that opens a copy imports this package before Django has any models.
    codes = apps.get_model("accounts", "SignIn")._meta.db_table
    return sorted({"django_session", codes, *map(str, caches)})


def known_migrations() -> set[tuple[str, str]]:
    """Return the migrations that this version of the program knows."""
    return set(MigrationLoader(None).disk_migrations)


def installation_id() -> str:
    """Return what tells the backups of this network from another's in the same folder."""
    return salted_hmac("skillsnet.backup", "installation").hexdigest()[:16]


def _refuse_nothing() -> None:
    if connection.vendor == "sqlite":
        is_empty = sqlite.is_empty(Path(connection.settings_dict["NAME"]))
    else:
        with connection.cursor() as cursor:
            is_empty = postgresql.is_empty(cursor)
    if is_empty:
        raise BackupRefused(f"There is nothing to back up: no database has been made for {settings.DATA_DIR} yet.")


def _refuse_small_disk(parent: Path) -> None:
    needed_bytes, free_bytes = _database_bytes() + size_of(settings.DATA_DIR / FILES), shutil.disk_usage(parent).free
    if needed_bytes > free_bytes:
        raise BackupRefused(
            f"{parent} has {free_bytes / 1e6:,.0f} MB free, and the backup takes about {needed_bytes / 1e6:,.0f} MB. "
            "Make room, or name a folder on another disk. Nothing was written."
        )


def _database_bytes() -> int:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _free_name(parent: Path, taken_at: datetime) -> str:
    name = f"skillsnet-{taken_at:%Y%m%dT%H%M%SZ}"
    numbered_names = (f"{name}-{number}" for number in range(2, 1000))
    return next(folder_name for folder_name in (name, *numbered_names) if not (parent / folder_name).exists())


def _write(folder: Path, taken_at: datetime, *, say: Say) -> Manifest:
    say("Copying the database.")
    snapshot, files = _copy_database(folder, say=say)
    # After the database: a file is written once, before the row that names it, so that what the copy names is there.
    say("Copying the files.")
    files |= _copy_files(folder)
    _refuse_missing(snapshot, files)
    files[KEY] = write_private(folder / KEY, f"{settings.SECRET_KEY}\n".encode())
    manifest = Manifest(
        program=version("skillsnet"),
        database=connection.vendor,
        taken_at=taken_at.isoformat(),
        installation=installation_id(),
        migrations=snapshot.migrations,
        tables=snapshot.tables,
        sequences=snapshot.sequences,
        emptied=tuple(emptied_tables()),
        files=files,
    )
    write_manifest(folder, manifest)
    say("Checking the copy.")
    _check(folder, snapshot)
    return manifest


def _copy_database(folder: Path, *, say: Say) -> tuple[Snapshot, dict[str, BackupFile]]:
    emptied, columns = emptied_tables(), _file_columns()
    (folder / DATABASE).mkdir(mode=0o700)
    if connection.vendor == "sqlite":
        target = folder / DATABASE / "network.sqlite3"
        snapshot = sqlite.snapshot(
            Path(connection.settings_dict["NAME"]), target, emptied=emptied, file_columns=columns
        )
        files = {target.name: BackupFile(target.stat().st_size, digest_of(target))}
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            snapshot, files = postgresql.snapshot(
                cursor, folder / DATABASE, emptied=emptied, file_columns=columns, say=say
            )
    return snapshot, {f"{DATABASE}/{name}": file for name, file in files.items()}


def _file_columns() -> Sequence[tuple[str, str]]:
    fields = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    return [(field.model._meta.db_table, str(field.column)) for field in fields if isinstance(field, FileField)]


def _copy_files(folder: Path) -> dict[str, BackupFile]:
    source, files = settings.DATA_DIR / FILES, {}
    for path in regular_files(source):
        name = path.relative_to(source)
        (folder / FILES / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            files[f"{FILES}/{name.as_posix()}"] = copy_private(path, folder / FILES / name)
        except FileNotFoundError:
            # Deleted since the folder was listed; whether a row still names it is looked at next.
            continue
    return files


def _refuse_missing(snapshot: Snapshot, files: dict[str, BackupFile]) -> None:
    missing = sorted(name for name in snapshot.named_files if f"{FILES}/{name}" not in files)
    if missing:
        raise BackupRefused(
            f"The database names {len(missing)} files that are not in {settings.DATA_DIR / FILES}, "
            f"such as {missing[0]!r}. Run skillsnet check-data."
        )


def _check(folder: Path, snapshot: Snapshot) -> None:
    """Read everything again from the disk, as a restore will."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    unknown = relabel(manifest.migrations, tables=manifest.tables) - known_migrations()
    if unknown:
        app, name = min(unknown)
        raise BackupRefused(
            f"The database was brought up to date by a later version of the program: this one does not know the "
            f"migration {app} {name}. Back up with that version."
        )
    if manifest.database == "sqlite":
        sqlite.check_copy(folder / DATABASE / "network.sqlite3", snapshot)
    else:
        postgresql.check_copy(folder / DATABASE, snapshot)


def _forget_old(parent: Path, keep: int | None) -> list[Path]:
    """Remove this network's oldest backups until `keep` are left; another's, and anything else, stay."""
    if keep is None:
        return []
    own_backups = []
    for folder in sorted(path for path in parent.iterdir() if FOLDER_NAME.match(path.name) and path.is_dir()):
        try:
            if read_manifest(folder).installation == installation_id():
                own_backups.append(folder)
        except BackupRefused:
            continue
    old = own_backups[: max(0, len(own_backups) - keep)]
    for folder in old:
        remove_whole(folder)
    return old
