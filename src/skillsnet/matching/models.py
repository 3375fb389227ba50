"""Similar projects, with the words they share."""

from django.db import models

from skillsnet.calls.models import Project


class Suggestion(models.Model):
    """Another project that works on a similar issue, with the reason."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="suggestions")
    similar_project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    shared_words = models.JSONField(default=list, help_text="Distinctive words of both texts.")

    class Meta:
        ordering = ["project", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["project", "rank"], name="suggestion_rank_once"),
            models.UniqueConstraint(fields=["project", "similar_project"], name="suggestion_once"),
            models.CheckConstraint(
                condition=~models.Q(project=models.F("similar_project")), name="suggestion_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
