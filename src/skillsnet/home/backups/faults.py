"""What goes wrong on the way to a disk or a database, as a sentence."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management.base import CommandError
from django.db import DatabaseError

from skillsnet.db.backups.manifest import BackupRefused

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def command_errors(folder: Path) -> Iterator[None]:
    """End the command with a sentence where a backup cannot be written or read; faults of ours stay faults."""
    try:
        yield
    except BackupRefused as refusal:
        raise CommandError(str(refusal)) from refusal
    except OSError as error:
        if error.errno in FULL:
            raise CommandError(_full(folder)) from error
        raise CommandError(f"{error.filename or folder}: {error.strerror}. Nothing was left behind.") from error
    except (sqlite3.Error, psycopg.Error, DatabaseError) as error:
        if "disk is full" in str(error):
            raise CommandError(_full(folder)) from error
        reason = " ".join(str(error).split())
        raise CommandError(f"The database could not be read or written: {reason}. Nothing was left behind.") from error


def _full(folder: Path) -> str:
    return f"The disk is full ({folder}). Make room, or name a folder on another disk. Nothing was left behind."
