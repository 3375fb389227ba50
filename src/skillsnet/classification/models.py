"""Which proposal belongs to which category, who or what decided it, and why."""

from django.conf import settings
from django.db import models

from skillsnet.calls.models import Proposal
from skillsnet.classification.enums import Source
from skillsnet.taxonomy.models import Category


class Assignment(models.Model):
    """One word that a proposal belongs to a category. Rows are added, not rewritten; `is_current` marks what stands."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assignments")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="assignments")
    source = models.CharField(max_length=12, choices=Source.choices)
    is_primary = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    score = models.FloatField(null=True, blank=True, help_text="0 to 1, from the engine only.")
    evidence = models.JSONField(default=list, help_text="Phrases of the text that speak for the category.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["proposal", "-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "category"], condition=models.Q(is_current=True), name="current_assignment_once"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=models.Q(is_current=True, is_primary=True),
                name="one_current_primary",
            ),
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="assignment_source_known"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=1),
                name="score_in_unit_range",
            ),
        ]
        indexes = [models.Index(fields=["category", "is_current"], name="assignment_of_category")]

    def __str__(self) -> str:
        return f"assignment {self.pk}"

    @property
    def is_suggested(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.source == Source.ENGINE
