"""What was done in the data in use since a backup was made."""

from datetime import datetime

from django.db import DatabaseError, connection


def acts_since(taken_at: str) -> dict[str, int] | None:
    """Return how often each act stands in the audit trail since then; None where the trail cannot be read.

    Asked in plain SQL: the data may be of another version of the program, or damaged.
    """
    moment = connection.ops.adapt_datetimefield_value(datetime.fromisoformat(taken_at))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT act, count(*) FROM audit_entry WHERE at >= %s GROUP BY act ORDER BY act", [moment])
            return {str(act): int(count) for act, count in cursor.fetchall()}
    except DatabaseError:
        return None
    finally:
        connection.close()
