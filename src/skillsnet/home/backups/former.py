"""What was done in the data in use since a backup was made."""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

# As the trail is called, and was called by earlier versions.
TABLES = ("audit_record", "audit_entry")


def acts_since(taken_at: str) -> dict[str, int] | None:
    """Return how often each act stands in the audit trail since then; None where the trail cannot be read.

    Asked in plain SQL: the data may be of another version of the program, or damaged.
    """
    moment = connection.ops.adapt_datetimefield_value(datetime.fromisoformat(taken_at))
    try:
        return next((acts for table in TABLES if (acts := _acts_in(table, moment)) is not None), None)
    finally:
        connection.close()


def _acts_in(table: str, moment: Any) -> dict[str, int] | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT act, count(*) FROM {table} WHERE at >= %s GROUP BY act ORDER BY act", [moment])  # noqa: S608
            return {str(act): int(count) for act, count in cursor.fetchall()}
    except DatabaseError:
        return None
