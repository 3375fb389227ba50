"""What the installation knows of itself: its workers' signs of life, and how it was first started."""

from django.db import models


class WorkerHeartbeat(models.Model):
    """A worker's last sign of life, and the job it is at."""

    worker = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    job = models.UUIDField(null=True, blank=True)

    def __str__(self) -> str:
        return self.worker


class Tally(models.Model):
    """How often something was done in a span of time (db/tallies.py)."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class FirstStart(models.Model):
    """How the installation was first started: with the example or without. One row, kept for ever."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    with_example = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "with the example" if self.with_example else "empty"
