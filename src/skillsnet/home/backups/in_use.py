"""Whether the installation is running."""

from pathlib import Path

from django.conf import settings
from django.db import connection

from skillsnet.db.backups import postgresql, sqlite
from skillsnet.db.backups.manifest import Refused

STOP = "Stop skillsnet run and everything else that uses the data, and try again."


def refuse_in_use() -> None:
    """Raise `Refused` while somebody else works with the data that a restore replaces."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        if path.exists() and sqlite.is_in_use(path):
            raise Refused(f"The database in {settings.DATA_DIR} is in use. {STOP}")
        return
    with connection.cursor() as cursor:
        others = postgresql.others_at_work(cursor)
    if others:
        raise Refused(f"{len(others)} other programs are connected to the database ({', '.join(others[:5])}). {STOP}")
