"""Whether the installation is running."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from skillsnet.db.backups import postgresql, sqlite
from skillsnet.db.backups.manifest import BackupRefused
from skillsnet.home.supervisor.claims import AlreadyServed, claim, end_left_behind

END_SECONDS = 10
STOP = "Stop skillsnet run and everything else that uses the data, and try again."


@contextmanager
def not_running() -> Iterator[None]:
    """Keep the platform from starting for the length of a block; `BackupRefused` while it runs.

    What a killed `skillsnet run` left behind is ended, as the next start would end it.
    """
    try:
        claimed = claim(settings.DATA_DIR, address="skillsnet restore")
    except AlreadyServed as served:
        raise BackupRefused(f"{served} {STOP}") from served
    with claimed.file:
        end_left_behind(claimed.mark, within_s=END_SECONDS)
        refuse_in_use()
        yield


def refuse_in_use() -> None:
    """Raise `BackupRefused` while somebody else works with the data that a restore replaces."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        if path.exists() and sqlite.is_in_use(path):
            raise BackupRefused(f"The database in {settings.DATA_DIR} is in use. {STOP}")
        return
    with connection.cursor() as cursor:
        other_connections = postgresql.others_at_work(cursor)
    if other_connections:
        names = ", ".join(other_connections[:5])
        raise BackupRefused(f"{len(other_connections)} other programs are connected to the database ({names}). {STOP}")
