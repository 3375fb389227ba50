"""`skillsnet migrate`: Django's own, for databases too in which an app has its former label."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction

from skillsnet.db.renamed_apps import apps_to_relabel, relabel_records


class Command(migrate.Command):
    """Relabels first, since Django plans by what is recorded."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
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
