"""What the facets keep: the neighbourhoods of similar issues, and selections somebody took from the map."""

from django.db import models

from skillsnet.calls.models import Project

WORDS_BETWEEN = " · "


class Neighbourhood(models.Model):
    """Projects that work on similar issues, named by the words that tell them from the others; derived, not decided.

    The building of the map replaces all of them together.
    """

    slug = models.SlugField(max_length=80, unique=True)
    order = models.PositiveIntegerField(default=0)
    words = models.JSONField(default=dict, help_text="Telling words by language; those under “” go for all.")

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug

    def label(self, language: str) -> str:
        """Return the distinctive terms of the neighbourhood, its slug where it has none."""
        return WORDS_BETWEEN.join(self.words.get(language) or self.words.get("") or [self.slug])


class NeighbourhoodMember(models.Model):
    """The neighbourhood of a project."""

    project = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="neighbourhood_member"
    )
    neighbourhood = models.ForeignKey(Neighbourhood, on_delete=models.CASCADE, related_name="members")

    class Meta:
        ordering = ["project"]

    def __str__(self) -> str:
        return f"neighbourhood of project {self.pk}"


class Selection(models.Model):
    """Projects somebody saw on the map and took along; its code is made of their numbers."""

    code = models.CharField(max_length=26, unique=True)
    count = models.PositiveIntegerField()
    packed_ids = models.BinaryField(default=b"", help_text="The projects' numbers (core.id_sets).")
    size_bytes = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(help_text="When it was last asked for; forgotten some time after.")

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["taken_at"], name="selection_taken_at")]

    def __str__(self) -> str:
        return self.code
