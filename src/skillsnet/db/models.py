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
