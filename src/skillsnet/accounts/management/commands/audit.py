"""`skillsnet audit`: who did what, and when: sign-ins, failures, changes of role, and all else that is recorded."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.accounts.models import User
from skillsnet.accounts.record import audit_records

SHOWN = 100


class Command(BaseCommand):
    """Reads only. Failures are kept under a keyed hash of the address, and found by it."""

    help = "List what is recorded of people's acts, the newest first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", default="", help="Acts that begin so, such as accounts. or accounts.sign_in.")
        parser.add_argument("--person", default="", metavar="EMAIL", help="What this person did, and what was done.")
        parser.add_argument("--limit", type=int, default=SHOWN, help="How many at most.")
        parser.add_argument("--json", action="store_true", dest="as_json", help="Answer with one JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["limit"] < 1:
            raise CommandError(f"--limit {options['limit']} is too small. Write 1 or more.")
        found = list(audit_records(kind=options["kind"], person=options["person"])[: options["limit"]])
        ids = {one.by_user for one in found if one.by_user is not None}
        people = dict(User.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "email"))
        for one in found:
            by = None if one.by_user is None else people.get(one.by_user, f"user {one.by_user}")
            told = {"at": one.at.isoformat(), "act": one.act, "subject": one.subject, "by": by, "detail": one.detail}
            line = f"{one.at:%Y-%m-%d %H:%M:%S} {one.act} {one.subject} by {by or 'nobody signed in'}"
            self.stdout.write(json.dumps(told) if options["as_json"] else line)
