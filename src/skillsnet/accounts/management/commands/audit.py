"""`skillsnet audit`: who did what, and when: sign-ins, failures, changes of role, and all else that is recorded."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.accounts.models import User
from skillsnet.accounts.record import audit_records

DEFAULT_LIMIT = 100


class Command(BaseCommand):
    """Reads only. Failures are kept under a keyed hash of the address, and found by it."""

    help = "List what is recorded of people's acts, the newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", default="", help="Acts that begin so, such as accounts. or accounts.sign_in.")
        parser.add_argument("--person", default="", metavar="EMAIL", help="What this person did, and what was done.")
        parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, help="How many at most.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer with one JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError(f"--limit {options['limit']} is too small. Write 1 or more.")
        audit_rows = list(audit_records(kind=options["kind"], person=options["person"])[: options["limit"]])
        ids = {row.by_user for row in audit_rows if row.by_user is not None}
        people = dict(User.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "email"))
        for row in audit_rows:
            by = None if row.by_user is None else people.get(row.by_user, f"user {row.by_user}")
            fields = {"at": row.at.isoformat(), "act": row.act, "subject": row.subject, "by": by, "detail": row.detail}
            line = f"{row.at:%Y-%m-%d %H:%M:%S} {row.act} {row.subject} by {by or 'nobody signed in'}"
            self.stdout.write(json.dumps(fields) if options["as_json"] else line)
