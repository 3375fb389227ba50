"""Similar projects with the words they share, and organisations that should talk to each other with the reasons."""

from django.db import models
from django.utils import timezone

from skillsnet.calls.models import Project
from skillsnet.matching.enums import SuggestionState
from skillsnet.participants.models import Organisation


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


class SuggestionList(models.Model):
    """What an organisation's suggestions were chosen by; derived, as the suggestions that are only shown."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="suggestion_list"
    )
    best_score = models.FloatField(help_text="What speaks for the best that it can have; scores are relative to it.")
    region_factor = models.FloatField(help_text="What a score was multiplied by for another region.")
    updated_at = models.DateTimeField(auto_now=True)
    IS_DERIVED = True

    class Meta:
        ordering = ["organisation"]
        constraints = [
            models.CheckConstraint(condition=models.Q(best_score__gt=0), name="suggestion_list_best_above_0")
        ]

    def __str__(self) -> str:
        return f"suggestions for organisation {self.organisation_id}"


class OrganisationSuggestion(models.Model):
    """An organisation that another should talk to, with the reasons for both."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="suggestions")
    suggested = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="suggested_to")
    rank = models.PositiveSmallIntegerField(null=True, help_text="Place in the list while it is shown, from 0.")
    score = models.FloatField()
    reasons = models.JSONField(default=list, help_text="Kinds and stored values, as told to the organisation.")
    counter_reasons = models.JSONField(default=list, help_text="The same, as told to the one that is suggested.")
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.SHOWN)
    state_at = models.DateTimeField(default=timezone.now)
    IS_DERIVED = True

    class Meta:
        ordering = ["organisation", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "suggested"], name="organisation_suggestion_once"),
            models.UniqueConstraint(fields=["organisation", "rank"], name="organisation_suggestion_rank_once"),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("suggested")), name="organisation_suggestion_of_another"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SuggestionState.values), name="organisation_suggestion_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=SuggestionState.SHOWN, rank__isnull=False)
                | ~models.Q(state=SuggestionState.SHOWN) & models.Q(rank__isnull=True),
                name="organisation_suggestion_ranked_while_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"organisation suggestion {self.pk}"
