"""A folder that appears whole or not at all, and the going of old ones."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from skillsnet.db.backups.manifest import BackupRefused, sync

LOCK_NAME = ".skillsnet-backup.lock"
PARTIAL = ".partial"


@contextmanager
def locked(parent: Path) -> Iterator[None]:
    """Hold a folder of backups for oneself, and take away what a killed backup left in it."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(parent / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"Another backup is being written into {parent}. Try again when it is done.") from None
        # Nobody else holds the lock, so that these are nobody's any more.
        for leftover in parent.glob(f".skillsnet-*{PARTIAL}"):
            shutil.rmtree(leftover)
        yield
    finally:
        os.close(handle)


@contextmanager
def whole_folder(parent: Path, name: str) -> Iterator[Path]:
    """Give a folder to write into; it gets its name when the block ends well, and goes away otherwise."""
    partial = parent / f".{name}{PARTIAL}"
    partial.mkdir(mode=0o700)
    try:
        yield partial
        for root, _, _ in os.walk(partial):
            sync(Path(root))
        partial.rename(parent / name)
        sync(parent)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def remove_whole(folder: Path) -> None:
    """Remove a folder so that a kill on the way leaves nothing that looks whole."""
    going = folder.with_name(f".{folder.name}.old{PARTIAL}")
    folder.rename(going)
    shutil.rmtree(going)
