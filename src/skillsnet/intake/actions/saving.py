"""Writing many of an import's rows at once."""

from collections.abc import Iterable, Sequence

from skillsnet.db.bulk import update_rows
from skillsnet.intake.models import ImportRow

ROWS_A_BATCH = 500


def save_rows(rows: Iterable[ImportRow], *, fields: Sequence[str]) -> None:
    """Write some fields of rows."""
    update_rows(ImportRow, fields, [[*(getattr(row, name) for name in fields), row.pk] for row in rows])
