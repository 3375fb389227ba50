"""What was decided about which project belongs to which category, by whom or what, and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from skillsnet.calls.models import Project
from skillsnet.classification.enums import PEOPLE, UNDER_WAY, CorrectionState, Outcome, RelearningState, Source
from skillsnet.db.append_only import AppendOnlyModel
from skillsnet.taxonomy.enums import CorrespondenceKind
from skillsnet.taxonomy.models import Category, Edition


class AppendOnly(models.QuerySet["Decision"]):
    """Rows that are added and read; what hangs on a project that is deleted goes with it."""

    def update(self, **fields: Any) -> NoReturn:
        """Refuse: a decision is undone by another decision."""
        raise TypeError("Decisions are never rewritten: add one that undoes it.")

    def delete(self) -> NoReturn:
        """Refuse: a decision is undone by another decision."""
        raise TypeError("Decisions are never deleted: add one that undoes it.")


class BlindAnnotation(models.Model):
    """A blind annotation round: a sample of projects that people label without seeing each other's labels."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="annotation_rounds")
    title = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="annotation_round_has_title")]

    def __str__(self) -> str:
        return f"annotation round {self.pk}"


class AnnotationItem(models.Model):
    """A project of a round's sample; `is_disputed` is set when the round is closed."""

    annotation_round = models.ForeignKey(BlindAnnotation, on_delete=models.CASCADE, related_name="items")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="annotation_items")
    order = models.PositiveIntegerField()
    is_disputed = models.BooleanField(default=False)

    class Meta:
        ordering = ["annotation_round", "order"]
        constraints = [
            models.UniqueConstraint(fields=["annotation_round", "project"], name="annotation_item_once"),
            models.UniqueConstraint(fields=["annotation_round", "order"], name="annotation_order_once"),
        ]

    def __str__(self) -> str:
        return f"item {self.order} of annotation round {self.annotation_round_id}"


class Decision(AppendOnlyModel):
    """A decision about a project's categories in an edition. Rows are only added; which one applies is derived."""

    why_unchanged = "Decisions are never rewritten: add one that undoes it."
    why_kept = "Decisions are never deleted: add one that undoes it."

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="decisions")
    # An index of the edition alone tells almost nothing apart, and SQLite would choose it.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    source = models.CharField(max_length=12, choices=Source.choices)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    annotation_round = models.ForeignKey(
        BlindAnnotation, null=True, blank=True, on_delete=models.PROTECT, related_name="labels"
    )
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="carried_to",
        help_text="The decision of an earlier edition, or of a project that was merged, that this one goes back to.",
    )
    origin = models.CharField(
        max_length=12, choices=Source.choices, blank=True, help_text="Source of the decision that was moved here first."
    )
    note = models.TextField(blank=True, help_text="For facilitators.")

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(source__in=Source.values), name="decision_source_known"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.UNDONE, undoes__isnull=False)
                | (~models.Q(outcome=Outcome.UNDONE) & models.Q(undoes__isnull=True)),
                name="decision_undoes_something",
            ),
            models.CheckConstraint(
                condition=models.Q(annotation_round__isnull=True) | models.Q(source__in=PEOPLE),
                name="annotation_label_by_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(origin="") | models.Q(source=Source.RULE, origin__in=Source.values),
                name="decision_carried_has_origin",
            ),
            models.UniqueConstraint(
                fields=["annotation_round", "project", "by"],
                condition=models.Q(annotation_round__isnull=False),
                name="annotation_label_once",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "edition"], name="decision_of_project"),
            models.Index(fields=["edition", "source", "id"], name="decision_by_source"),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Assignment(models.Model):
    """One category a decision names. `is_current` marks those that apply; `derive_current` sets it."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="assignments")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assignments")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="assignments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assignments", db_index=False)
    is_primary = models.BooleanField(default=False)
    is_current = models.BooleanField(default=False, help_text="Derived from the decisions.")
    probability = models.FloatField(null=True, blank=True, help_text="0 to 1, from the engine only.")
    evidence = models.JSONField(default=list, help_text="Phrases of the text that speak for the category.")

    class Meta:
        ordering = ["project", "-is_primary", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "category"], name="category_once_in_decision"),
            models.UniqueConstraint(
                fields=["decision"], condition=models.Q(is_primary=True), name="one_primary_in_decision"
            ),
            models.UniqueConstraint(
                fields=["project", "category"], condition=models.Q(is_current=True), name="current_assignment_once"
            ),
            models.UniqueConstraint(
                fields=["project", "edition"],
                condition=models.Q(is_current=True, is_primary=True),
                name="one_current_primary_in_edition",
            ),
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True) | models.Q(probability__gte=0, probability__lte=1),
                name="probability_in_unit_range",
            ),
        ]
        indexes = [
            models.Index(fields=["category", "is_current"], name="assignment_of_category"),
            models.Index(fields=["project", "edition", "is_current"], name="assignment_of_project"),
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class OpenQuestion(models.Model):
    """What a change of edition could not decide about a project; a person's decision in the edition answers it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="open_questions")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="open_questions")
    old = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=CorrespondenceKind.choices)
    options = models.JSONField(default=list, help_text="Slugs to choose from; none for any.")
    doubt = models.FloatField(default=1.0, help_text="How close the two most likely categories are, 0 to 1.")

    class Meta:
        ordering = ["edition", "-doubt", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "edition", "old"], name="open_question_once"),
            models.CheckConstraint(condition=models.Q(doubt__gte=0, doubt__lte=1), name="doubt_in_unit_range"),
            models.CheckConstraint(
                condition=models.Q(kind__in=CorrespondenceKind.values), name="open_question_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["edition", "doubt"], name="open_question_by_doubt")]

    def __str__(self) -> str:
        return f"question about project {self.project_id}"


class EngineRanking(models.Model):
    """How the engine last ranked the categories for a project; derived, made anew at will."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="rankings")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rankings")
    scores = models.JSONField(default=list, help_text="Slug, probability and evidence, the most likely first.")
    is_conclusive = models.BooleanField(default=True)
    margin = models.FloatField(default=0, help_text="By how much the most likely category leads, 0 to 1.")
    language = models.CharField(max_length=8, blank=True)
    is_fallback = models.BooleanField(default=False)

    class Meta:
        ordering = ["project", "edition"]
        constraints = [models.UniqueConstraint(fields=["project", "edition"], name="ranking_once")]

    def __str__(self) -> str:
        return f"ranking of project {self.project_id}"


class QueuePosition(models.Model):
    """The position of a pending project in the review queue; derived at each relearning."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="queue_positions")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="queue_positions")
    position = models.PositiveIntegerField()
    similar_count = models.PositiveIntegerField(null=True, blank=True, help_text="Pending projects that are similar.")

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "project"], name="queue_position_once"),
            models.UniqueConstraint(fields=["edition", "position"], name="queue_position_of_one"),
        ]

    def __str__(self) -> str:
        return f"position {self.position}"


class Skip(models.Model):
    """A project that somebody skipped until the end of the queue. Says nothing about the project: not a decision."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="skips")
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "project", "edition"], name="skip_once")]

    def __str__(self) -> str:
        return f"skip {self.pk}"


class CorrectionRequest(models.Model):
    """A member's request for other categories of the own project, and what a facilitator answered."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="corrections")
    original_project = models.ForeignKey(
        Project,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The project that it was made for, where that one was merged into `project`.",
    )
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    requested_category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    accepted = models.BooleanField(null=True, blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="correction_has_reason"),
            models.CheckConstraint(
                condition=models.Q(
                    state=CorrectionState.OPEN,
                    answered_by__isnull=True,
                    answered_at__isnull=True,
                    answer="",
                    accepted__isnull=True,
                    decision__isnull=True,
                )
                | models.Q(
                    state=CorrectionState.ANSWERED,
                    answered_at__isnull=False,
                    accepted=True,
                    decision__isnull=False,
                )
                | (
                    models.Q(
                        state=CorrectionState.ANSWERED,
                        answered_at__isnull=False,
                        accepted=False,
                        decision__isnull=True,
                    )
                    & ~models.Q(answer="")
                ),
                name="correction_open_or_answered",
            ),
            models.UniqueConstraint(
                fields=["project", "edition"],
                condition=models.Q(state=CorrectionState.OPEN),
                name="one_open_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.pk}"


class Relearning(models.Model):
    """One time the engine learned from what people decided, in the background, and which suggestions changed."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="relearnings")
    state = models.CharField(max_length=10, choices=RelearningState.choices, default=RelearningState.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveIntegerField(default=0, help_text="Grows each time a worker takes it up.")
    decision_watermark = models.PositiveBigIntegerField(default=0, help_text="Id of the last decision it learns from.")
    learned_count = models.PositiveIntegerField(default=0, help_text="New decisions by people since the one before.")
    cursor = models.PositiveBigIntegerField(default=0, help_text="Id of the last project that was read again.")
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(state__in=UNDER_WAY), name="one_relearning_under_way"
            ),
            models.CheckConstraint(condition=models.Q(state__in=RelearningState.values), name="relearning_state_known"),
        ]

    def __str__(self) -> str:
        return f"relearning {self.pk}"


class Move(models.Model):
    """A project whose suggestion a relearning changed: from one decision of the engine to another."""

    relearning = models.ForeignKey(Relearning, on_delete=models.CASCADE, related_name="moves")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="moves")
    before = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.CASCADE, related_name="moved_from")
    after = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="moved_to")

    class Meta:
        ordering = ["relearning", "project"]
        constraints = [models.UniqueConstraint(fields=["relearning", "project"], name="move_once")]

    def __str__(self) -> str:
        return f"move {self.pk}"
