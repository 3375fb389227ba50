"""What facilitators find projects by."""

from django.db import models


class FacilitatorDocument(models.Model):
    """What facilitators may find of a project besides: folded words of people, numbers, extra fields, whole texts."""

    project = models.OneToOneField(
        "calls.Project", on_delete=models.CASCADE, primary_key=True, related_name="facilitator_search"
    )
    title = models.TextField(blank=True, help_text="Folded words of people, addresses and numbers.")
    body = models.TextField(blank=True, help_text="Folded words of the texts and extra fields.")

    class Meta:
        ordering = ["project"]

    def __str__(self) -> str:
        return f"facilitators' document {self.pk}"
