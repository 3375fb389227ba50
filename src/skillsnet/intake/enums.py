"""States of an import and of its rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """The life of an import."""

    MAPPING = "mapping", _("Columns to be checked")
    PREVIEW = "preview", _("Ready to commit")
    COMMITTING = "committing", _("Being written")
    COMMITTED = "committed", _("On the map")
    UNDOING = "undoing", _("Being taken back")
    UNDONE = "undone", _("Taken back")
    FAILED = "failed", _("Stopped by a fault")


NEXT = {
    RunState.MAPPING: {RunState.PREVIEW},
    RunState.PREVIEW: {RunState.MAPPING, RunState.COMMITTING},
    RunState.COMMITTING: {RunState.COMMITTED, RunState.FAILED, RunState.COMMITTING},
    RunState.COMMITTED: {RunState.UNDOING},
    RunState.UNDOING: {RunState.UNDONE, RunState.FAILED, RunState.UNDOING},
    RunState.UNDONE: {RunState.PREVIEW},
    RunState.FAILED: {RunState.COMMITTING, RunState.UNDOING, RunState.PREVIEW},
}


class RowState(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New")
    UPDATED = "updated", _("Updates")
    UNCHANGED = "unchanged", _("Unchanged")
    DUPLICATE = "duplicate", _("Stands twice in the file")
    ERROR = "error", _("Refused")
