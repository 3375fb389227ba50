"""The database's wrapper, under the name that Django looks for."""

import time
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

# A page that asks ten times while the database is away waits once; whoever comes then asks anew.
AWAY_SECONDS = 2.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Fails fast for a moment after it failed slowly, in all threads of the process."""

    away_until = 0.0

    def get_new_connection(self, conn_params: dict[str, object]) -> Any:
        """Return a connection, from the pool where there is one."""
        if time.monotonic() < DatabaseWrapper.away_until:
            raise OperationalError("the database was away a moment ago")
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            DatabaseWrapper.away_until = time.monotonic() + AWAY_SECONDS
            raise
