"""`skillsnet accounts`: list who can sign in, end a role, end sessions, switch an account off or on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from skillsnet.accounts.actions import end_role, revoke_sessions, switch_off, switch_on
from skillsnet.accounts.models import User
from skillsnet.core.errors import Invalid

CHANGES = {
    "end-role": (end_role, "is a member now."),
    "revoke-sessions": (revoke_sessions, "is signed out everywhere."),
    "switch-off": (switch_off, "can no longer sign in."),
    "switch-on": (switch_on, "can sign in again, as a member."),
}


class Command(BaseCommand):
    """Shows accounts, and changes one."""

    help = "List who can sign in; or end somebody's role or sessions, or switch their account off or on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("change", nargs="?", choices=sorted(CHANGES), help="What to do; without it, list.")
        parser.add_argument("email", nargs="?", default="", help="Address of the account.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["change"]:
            for user in User.objects.order_by("role", "email", "pk"):
                last_sign_in = f"{user.last_login:%Y-%m-%d %H:%M}" if user.last_login else "never"
                state = "" if user.is_active else ", switched off"
                self.stdout.write(f"{user.email}: {user.role}{state}, last sign-in {last_sign_in}")
            return
        act, result = CHANGES[options["change"]]
        person = User.objects.filter(email=options["email"].strip().lower()).first()
        if person is None:
            raise CommandError(
                f"Nobody has the address {options['email']!r}. `skillsnet accounts` lists who can sign in."
            )
        try:
            act(person.pk, by=None)
        except Invalid as refused:
            raise CommandError(" ".join(refused.problems)) from refused
        self.stdout.write(f"{person.email} {result}")
