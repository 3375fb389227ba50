"""Who asked to be removed stays so: a restore carries the suppressed addresses of the data in use into the copy."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection, transaction

if TYPE_CHECKING:
    from skillsnet.participants.models import Suppression

NAME = "suppressions.json"
# SQLite takes no more values in one statement.
AT_ONCE = 500


def keep_suppressions(stage: Path) -> None:
    """Write the keyed hashes of the data in use beside the copy; an installation of before there were any has none."""
    from skillsnet.participants.models import Suppression

    table, fields = Suppression._meta.db_table, ["digest", "reason", "made_at"]
    try:
        with connection.cursor() as cursor:
            if table not in connection.introspection.table_names(cursor):
                return
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        # An earlier version lifts none.
        fields += ["lifted_at"] if "lifted_at" in columns else []
        rows = list(Suppression.objects.order_by("pk").values_list(*fields))
    except DatabaseError:
        # The data in use are broken, which is why they are replaced.
        return
    instants = [[digest, reason, *(at and at.isoformat() for at in times)] for digest, reason, *times in rows]
    (stage / NAME).write_text(json.dumps(instants), encoding="utf-8")


@transaction.atomic
def apply_kept_suppressions() -> int:
    """Bring the kept hashes into the copy, and forget again whom they are about; return how many people."""
    from skillsnet.db.bulk import in_parts
    from skillsnet.membership.actions import apply_suppressions, erase_left_members
    from skillsnet.participants.enums import REMOVING
    from skillsnet.participants.models import Suppression

    path = settings.DATA_DIR / NAME
    kept_rows = [_kept_row(values) for values in json.loads(path.read_text(encoding="utf-8"))] if path.is_file() else []
    for row in kept_rows:
        if row.lifted_at is not None:
            # In the copy it may still stand. Few are lifted: each time somebody asked for it.
            same = Suppression.objects.filter(digest=row.digest, made_at=row.made_at)
            if not same.update(reason=row.reason, lifted_at=row.lifted_at):
                row.save()
    standing_rows = [row for row in kept_rows if row.lifted_at is None]
    Suppression.objects.bulk_create(standing_rows, ignore_conflicts=True)
    # Whoever only wanted no mails when the copy was made may have gone since.
    for reason in REMOVING:
        digests = [row.digest for row in standing_rows if row.reason == reason]
        for part in in_parts(digests, size=AT_ONCE):
            Suppression.objects.filter(digest__in=part, lifted_at=None).update(reason=reason)
    path.unlink(missing_ok=True)
    lifted_digests = set(Suppression.objects.exclude(lifted_at=None).order_by().values_list("digest", flat=True))
    lifted_digests -= set(Suppression.objects.filter(lifted_at=None).order_by().values_list("digest", flat=True))
    people = apply_suppressions() + erase_left_members()
    # Erasing somebody again suppresses the address again, whose owner asked since to be invited.
    for part in in_parts(sorted(lifted_digests), size=AT_ONCE):
        Suppression.objects.filter(digest__in=part, lifted_at=None).delete()
    return people


def _kept_row(values: list[str]) -> "Suppression":
    from skillsnet.participants.models import Suppression

    digest, reason, made_at, lifted_at = [*values, ""][:4]
    return Suppression(
        digest=digest,
        reason=reason,
        made_at=datetime.fromisoformat(made_at),
        lifted_at=datetime.fromisoformat(lifted_at) if lifted_at else None,
    )
