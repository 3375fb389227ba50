"""Named schemes of categories, their editions, and how editions correspond."""

from django.db import models

from skillsnet.taxonomy.enums import CorrespondenceKind, EditionState


class Taxonomy(models.Model):
    """A named scheme of categories, such as the skills categories."""

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict, help_text="Name per language code.")
    is_multi_valued = models.BooleanField(default=True)

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One frozen version of a taxonomy."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["taxonomy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["taxonomy"], condition=models.Q(state=EditionState.PUBLISHED), name="one_published_edition"
            ),
            models.CheckConstraint(condition=models.Q(state__in=EditionState.values), name="edition_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.taxonomy_id} edition {self.number}"


class Category(models.Model):
    """One category of an edition; `slug` is its identity across editions, `number` only its place in this one."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=3)
    colour = models.PositiveSmallIntegerField(help_text="Index of the category colour token, from 1.")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "order", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="category_slug_once"),
            models.UniqueConstraint(fields=["edition", "number"], name="category_number_once"),
            models.CheckConstraint(condition=models.Q(colour__gte=1), name="category_colour_from_one"),
        ]

    def __str__(self) -> str:
        return self.slug


class CategoryText(models.Model):
    """A category's words in one language."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=160)
    definition = models.TextField()
    includes = models.TextField(blank=True)
    excludes = models.TextField(blank=True)

    class Meta:
        ordering = ["category", "language"]
        constraints = [models.UniqueConstraint(fields=["category", "language"], name="category_text_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class Correspondence(models.Model):
    """How one category became another between two editions, and why."""

    old = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="successors")
    new = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="predecessors")
    kind = models.CharField(max_length=10, choices=CorrespondenceKind.choices)
    reasons = models.JSONField(default=dict, help_text="Reason per language code.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="correspondence_once"),
            models.CheckConstraint(
                condition=models.Q(old__isnull=False) | models.Q(new__isnull=False), name="correspondence_has_an_end"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrespondenceKind.values), name="correspondence_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} {self.kind} {self.new_id}"
