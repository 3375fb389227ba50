"""Similar projects, with the words they share."""

from django.db import models

from skillsnet.calls.models import Proposal


class Suggestion(models.Model):
    """Another proposal that works on a similar issue, with the reason."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="suggestions")
    other = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    shared = models.JSONField(default=list, help_text="Telling words both texts hold.")

    class Meta:
        ordering = ["proposal", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "rank"], name="suggestion_rank_once"),
            models.UniqueConstraint(fields=["proposal", "other"], name="suggestion_once"),
            models.CheckConstraint(condition=~models.Q(proposal=models.F("other")), name="suggestion_of_another"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
