"""`skillsnet migrate`: Django's own, at once in an empty database, and where an app has its former label."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction

from skillsnet.db.first_schema import is_empty, make_first_schema
from skillsnet.db.renamed_apps import apps_to_relabel, relabel_records


class Command(migrate.Command):
    """Makes the schema or relabels first, since Django plans by what is recorded."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if _is_to_be_made(options) and is_empty(connection):
            make_first_schema(connection)
        if not apps_to_relabel(connection):
            super().handle(*args, **options)
        elif options["check_unapplied"] or options["plan"]:
            with transaction.atomic(using=connection.alias):
                relabel_records(connection)
                super().handle(*args, **options)
                # Asked only to look.
                transaction.set_rollback(True, using=connection.alias)
        else:
            relabel_records(connection)
            super().handle(*args, **options)


def _is_to_be_made(options: dict[str, Any]) -> bool:
    """Return whether all migrations are asked for, and not only a look at them."""
    is_special = ("app_label", "migration_name", "check_unapplied", "plan", "fake", "fake_initial", "prune")
    return not any(options.get(name) for name in is_special)
