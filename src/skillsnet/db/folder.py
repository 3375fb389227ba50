"""The data folder is its owner's alone: nobody else at the machine reads what stands in it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# What a process makes is its owner's alone.
UMASK = 0o077
FOLDER_MODE, FILE_MODE = 0o700, 0o600
# What the platform puts into its data folder; whatever else lies there is not ours to change.
FOLDERS = ("map", "files", "uploads", "search")
FILES = ("network.sqlite3*", "secret.key")


def close_to_others() -> None:
    """Let this process and those that it starts make files and folders for their owner alone."""
    os.umask(UMASK)


def close_folder(folder: Path) -> int:
    """Take the data folder and what is in it away from others, as older versions made it; return how much was open."""
    open_paths = [path for path in _ours(folder) if _is_open(path)]
    for path in open_paths:
        # Somebody else's file, or gone meanwhile: nothing that we could close.
        with suppress(PermissionError, FileNotFoundError):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
    return len(open_paths)


def _ours(folder: Path) -> Iterator[Path]:
    yield folder
    for pattern in FILES:
        yield from sorted(folder.glob(pattern))
    for name in FOLDERS:
        if (folder / name).is_dir():
            yield folder / name
            yield from sorted((folder / name).rglob("*"))


def _is_open(path: Path) -> bool:
    try:
        return not path.is_symlink() and bool(path.stat().st_mode & UMASK)
    except FileNotFoundError:
        return False
