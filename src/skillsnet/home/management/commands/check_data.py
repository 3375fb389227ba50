"""Look whether all holds that always should."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from skillsnet.home.invariants import INVARIANTS, broken_invariants


class Command(BaseCommand):
    """Reads only; for after a fault, and for every night."""

    help = "Check that what always holds of the data does; exits with 1 and says what does not."

    def handle(self, *args: Any, **options: Any) -> None:
        problems = broken_invariants()
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write(f"All is well: {len(INVARIANTS)} things were checked.")
