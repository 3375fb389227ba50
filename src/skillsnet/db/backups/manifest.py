"""What a backup says of itself, and whether its files are as it says."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

FORMAT = 1
NAME = "manifest.json"
SUM_NAME = "manifest.sha256"
CHUNK_BYTES = 1024 * 1024

Say = Callable[[str], None]


class Refused(Exception):
    """A backup or a restore that cannot be done: carries the sentence that says why and what to do."""


@dataclass(frozen=True)
class Written:
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
    files: dict[str, Written]
    format: int = FORMAT


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and its own sum beside it, in the form `sha256sum -c` reads."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    digest = sha256(text.encode()).hexdigest()
    write_private(folder / NAME, text.encode())
    write_private(folder / SUM_NAME, f"{digest}  {NAME}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup; `Refused` when this is none, or one that was changed."""
    try:
        text = (folder / NAME).read_bytes()
        stated = (folder / SUM_NAME).read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise Refused(
            f"{folder} is not a backup: {NAME} or {SUM_NAME} cannot be read. Name the dated folder itself."
        ) from error
    if sha256(text).hexdigest() != stated:
        raise Refused(f"{folder / NAME} is damaged: it does not match {SUM_NAME}. Use another backup.")
    found: dict[str, Any] = json.loads(text)
    if found["format"] != FORMAT:
        raise Refused(
            f"{folder} was made by version {found['program']}, whose backups this version cannot read. "
            "Install that version or a later one, and restore with it."
        )
    return Manifest(
        **{
            **found,
            "migrations": tuple((app, name) for app, name in found["migrations"]),
            "tables": {name: TableCopy(one["rows"], tuple(one["columns"])) for name, one in found["tables"].items()},
            "emptied": tuple(found["emptied"]),
            "files": {name: Written(**one) for name, one in found["files"].items()},
        }
    )


def check_files(folder: Path, manifest: Manifest) -> None:
    """Read every file again; `Refused` naming the first that is missing or is not as it was written."""
    for name, stated in sorted(manifest.files.items()):
        path = folder / name
        if not path.is_file():
            raise Refused(f"The backup {folder} is not whole: {name} is missing. Use another backup.")
        if Written(path.stat().st_size, digest_of(path)) != stated:
            raise Refused(f"The backup {folder} is damaged: {name} is not as it was written. Use another backup.")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    seen = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            seen.update(chunk)
    return seen.hexdigest()


def copy_private(source: Path, target: Path) -> Written:
    """Copy a file for its owner's eyes alone, down to the disk, and return what was written."""
    seen, size = sha256(), 0
    with source.open("rb") as read, _private(target) as write:
        while chunk := read.read(CHUNK_BYTES):
            write.write(chunk)
            seen.update(chunk)
            size += len(chunk)
        write.flush()
        os.fsync(write.fileno())
    return Written(size, seen.hexdigest())


def write_private(path: Path, content: bytes) -> Written:
    """Write a file for its owner's eyes alone, down to the disk."""
    with _private(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Written(len(content), sha256(content).hexdigest())


def _private(path: Path) -> Any:
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
