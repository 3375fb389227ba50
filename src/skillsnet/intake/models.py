"""One import of a file, and each of its rows."""

from django.conf import settings
from django.db import models

from skillsnet.calls.models import Call, Proposal
from skillsnet.intake.enums import RowState, RunState


class ImportRun(models.Model):
    """A file somebody brought, what its columns mean, and what became of it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="import_runs")
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.MAPPING)
    file_name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=1)
    header = models.JSONField(default=list, help_text="Column names as they stand in the file.")
    mapping = models.JSONField(default=dict, help_text="Column name to meaning.")
    notes = models.JSONField(default=list, help_text="What was noticed about the file as a whole.")
    counts = models.JSONField(default=dict)
    done_rows = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(state__in=RunState.values), name="run_state_known")]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportRow(models.Model):
    """One row of the file: its cells, its problems, its outcome, and what stood there before."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row's number in the sheet, as a spreadsheet shows it.")
    cells = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=RowState.choices, blank=True)
    has_warning = models.BooleanField(default=False)
    problems = models.JSONField(default=list)
    candidate = models.JSONField(default=dict, help_text="What the row means, ready to be written.")
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_rows")
    before = models.JSONField(null=True, blank=True, help_text="What the row's commit replaced; undo puts it back.")
    is_written = models.BooleanField(default=False)

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
            models.CheckConstraint(condition=models.Q(state__in=["", *RowState.values]), name="row_state_known"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="import_row_by_state")]

    def __str__(self) -> str:
        return f"row {self.number} of import {self.run_id}"
