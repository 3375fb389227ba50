"""What a backup says of itself, and whether its files are as it says."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, TypedDict

FORMAT = 1
NAME = "manifest.json"
SUM_NAME = "manifest.sha256"
CHUNK_BYTES = 1024 * 1024

Say = Callable[[str], None]


class BackupRefused(Exception):
    """A backup or a restore that cannot be done: carries the sentence that says why and what to do."""


@dataclass(frozen=True)
class BackupFile:
    """One file of a backup."""

    size: int
    digest: str


@dataclass(frozen=True)
class TableCopy:
    """One table of a backup: how many rows, and for a copy in text files its columns in their order."""

    rows: int
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """What was read of the database at one moment."""

    tables: dict[str, TableCopy]
    migrations: tuple[tuple[str, str], ...]
    sequences: dict[str, int] = field(default_factory=dict)
    named_files: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Manifest:
    """Everything a restore needs to know before it touches anything."""

    program: str
    database: str
    taken_at: str
    installation: str
    migrations: tuple[tuple[str, str], ...]
    tables: dict[str, TableCopy]
    sequences: dict[str, int]
    emptied: tuple[str, ...]
    files: dict[str, BackupFile]
    format: int = FORMAT


class _TableJson(TypedDict):
    rows: int
    columns: list[str]


class _FileJson(TypedDict):
    size: int
    digest: str


class _ManifestJson(TypedDict):
    """A manifest as it is written: what `asdict` makes of it."""

    program: str
    database: str
    taken_at: str
    installation: str
    migrations: list[tuple[str, str]]
    tables: dict[str, _TableJson]
    sequences: dict[str, int]
    emptied: list[str]
    files: dict[str, _FileJson]
    format: int


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and its own sum beside it, in the form `sha256sum -c` reads."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    digest = sha256(text.encode()).hexdigest()
    write_private(folder / NAME, text.encode())
    write_private(folder / SUM_NAME, f"{digest}  {NAME}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup; `BackupRefused` when this is none, or one that was changed."""
    try:
        text = (folder / NAME).read_bytes()
        stated = (folder / SUM_NAME).read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise BackupRefused(
            f"{folder} is not a backup: {NAME} or {SUM_NAME} cannot be read. Name the dated folder itself."
        ) from error
    if sha256(text).hexdigest() != stated:
        raise BackupRefused(f"{folder / NAME} is damaged: it does not match {SUM_NAME}. Use another backup.")
    document: _ManifestJson = json.loads(text)
    if document["format"] != FORMAT:
        raise BackupRefused(
            f"{folder} was made by version {document['program']}, whose backups this version cannot read. "
            "Install that version or a later one, and restore with it."
        )
    return Manifest(
        program=document["program"],
        database=document["database"],
        taken_at=document["taken_at"],
        installation=document["installation"],
        migrations=tuple((app, name) for app, name in document["migrations"]),
        tables={name: TableCopy(table["rows"], tuple(table["columns"])) for name, table in document["tables"].items()},
        sequences=document["sequences"],
        emptied=tuple(document["emptied"]),
        files={name: BackupFile(**file) for name, file in document["files"].items()},
    )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file again; `BackupRefused` naming the first that is missing or is not as it was written."""
    for name, stated in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            raise BackupRefused(f"The backup {folder} is not whole: {name} is missing. Use another backup.")
        if BackupFile(path.stat().st_size, digest_of(path)) != stated:
            raise BackupRefused(f"The backup {folder} is damaged: {name} is not as it was written. Use another backup.")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def copy_private(source: Path, target: Path) -> BackupFile:
    """Copy a file for its owner's eyes alone, down to the disk, and return what was written."""
    digest, size = sha256(), 0
    with source.open("rb") as source_file, _private(target) as target_file:
        while chunk := source_file.read(CHUNK_BYTES):
            target_file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        target_file.flush()
        os.fsync(target_file.fileno())
    return BackupFile(size, digest.hexdigest())


def write_private(path: Path, content: bytes) -> BackupFile:
    """Write a file for its owner's eyes alone, down to the disk."""
    with _private(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return BackupFile(len(content), sha256(content).hexdigest())


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, down to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def regular_files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in the order of their names; links and what else lies there is left out."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(names) if (path := Path(root, name)).is_file() and not path.is_symlink())


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder hold."""
    return sum(path.stat().st_size for path in regular_files(folder))
