"""Who asked to be removed stays so: a restore carries the suppressed addresses of the data in use into the copy."""

import json
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

NAME = "suppressions.json"
# SQLite takes no more values in one statement.
AT_ONCE = 500


def keep_suppressions(stage: Path) -> None:
    """Write the keyed hashes of the data in use beside the copy; an installation of before there were any has none."""
    from skillsnet.participants.models import Suppression

    try:
        if Suppression._meta.db_table not in connection.introspection.table_names():
            return
        pairs = list(Suppression.objects.order_by("pk").values_list("digest", "reason"))
    except DatabaseError:
        # The data in use are broken, which is why they are replaced.
        return
    (stage / NAME).write_text(json.dumps(pairs), encoding="utf-8")


@transaction.atomic
def apply_kept_suppressions() -> int:
    """Bring the kept hashes into the copy, and forget again whom they are about; return how many people."""
    from skillsnet.db.bulk import in_parts
    from skillsnet.membership.actions import apply_suppressions, erase_left_members
    from skillsnet.participants.enums import REMOVING
    from skillsnet.participants.models import Suppression

    path = settings.DATA_DIR / NAME
    pairs = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    rows = [Suppression(digest=digest, reason=reason) for digest, reason in pairs]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
    # Whoever only wanted no mails when the copy was made may have gone since.
    for reason in REMOVING:
        digests = [digest for digest, kept_reason in pairs if kept_reason == reason]
        for part in in_parts(digests, size=AT_ONCE):
            Suppression.objects.filter(digest__in=part).update(reason=reason)
    path.unlink(missing_ok=True)
    return apply_suppressions() + erase_left_members()
