"""Named schemes of categories, their editions, and how editions correspond."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from skillsnet.taxonomy.enums import AT_WORK, CorrespondenceKind, EditionState, Verb


class Taxonomy(models.Model):
    """A named scheme of categories, such as the skills categories."""

    slug = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(default=dict, help_text="Name per language code.")
    is_multi_valued = models.BooleanField(default=True, help_text="Whether an item may stand in several categories.")
    is_tree = models.BooleanField(default=False, help_text="Whether a category may stand below another.")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "slug"]
        verbose_name_plural = "taxonomies"

    def __str__(self) -> str:
        return self.slug


class Edition(models.Model):
    """One version of a taxonomy: worked on as a draft, frozen once it was published.

    `version` counts the changes to its note and its correspondence, so that nobody overwrites another's unseen;
    `state_before` is what it goes back to when its publication is undone.
    """

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.DRAFT)
    state_before = models.CharField(max_length=12, choices=EditionState.choices, blank=True, default="")
    published_on = models.DateField(null=True, blank=True)
    comment_until = models.DateField(null=True, blank=True, help_text="The last day for comments, while open.")
    notes = models.JSONField(default=dict, help_text="How it came about, per language code.")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["taxonomy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["taxonomy"], condition=models.Q(state=EditionState.PUBLISHED), name="one_published_edition"
            ),
            models.UniqueConstraint(
                fields=["taxonomy"], condition=models.Q(state__in=AT_WORK), name="one_edition_at_work"
            ),
            models.CheckConstraint(condition=models.Q(state__in=EditionState.values), name="edition_state_known"),
            models.CheckConstraint(
                condition=models.Q(comment_until__isnull=False) | ~models.Q(state=EditionState.OPEN),
                name="open_edition_has_a_last_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taxonomy_id} edition {self.number}"

    @property
    def is_at_work(self) -> bool:
        """Whether it may still be changed."""
        return self.state in AT_WORK


class Category(models.Model):
    """One category of an edition; `slug` is its identity across editions, `number` only its place in this one.

    `parent` stands in the same edition and closes no circle: `actions` see to it. `version` counts the changes.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="categories")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    slug = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=3)
    colour = models.PositiveSmallIntegerField(help_text="Index of the category colour token, from 1.")
    order = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["edition", "order", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="category_slug_once"),
            models.UniqueConstraint(fields=["edition", "number"], name="category_number_once"),
            models.CheckConstraint(condition=models.Q(colour__gte=1), name="category_colour_from_one"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="category_not_its_own_parent",
            ),
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
    examples = models.TextField(blank=True, default="")

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
            models.UniqueConstraint(fields=["old"], condition=models.Q(new=None), name="retired_once"),
            models.UniqueConstraint(fields=["new"], condition=models.Q(old=None), name="added_once"),
            models.CheckConstraint(
                condition=models.Q(kind=CorrespondenceKind.ADDED, old__isnull=True, new__isnull=False)
                | models.Q(kind=CorrespondenceKind.RETIRED, old__isnull=False, new__isnull=True)
                | (
                    ~models.Q(kind__in=[CorrespondenceKind.ADDED, CorrespondenceKind.RETIRED])
                    & models.Q(old__isnull=False, new__isnull=False)
                ),
                name="correspondence_ends_fit_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrespondenceKind.values), name="correspondence_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} {self.kind} {self.new_id}"


class DraftStep(models.Model):
    """What one verb did to a draft: the categories and changes that it replaced, and what it put there.

    Both are stored as documents of a taxonomy; `positions` holds where the replaced categories stood in the list.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=8, choices=Verb.choices)
    slug = models.SlugField(max_length=80, help_text="The category it was done to.")
    merged_into = models.SlugField(max_length=80, blank=True, help_text="The category that it became part of.")
    before = models.JSONField()
    after = models.JSONField()
    positions = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="draft_step_verb_known")]

    def __str__(self) -> str:
        return f"{self.verb} {self.slug}"
