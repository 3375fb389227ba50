"""Publishing an edition: every project transferred, and where each went."""

from django.conf import settings
from django.db import models

from skillsnet.calls.models import Project
from skillsnet.classification.models import Decision
from skillsnet.publication.enums import UNDER_WAY, PublicationState
from skillsnet.taxonomy.models import Edition


class Publication(models.Model):
    """One time an edition was put in force in the place of another.

    While it is carrying, nobody but facilitators sees anything of it: what it writes is of an edition not in force.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="publications")
    before = models.ForeignKey(Edition, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.CARRYING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    object_until = models.DateField(help_text="The last day on which members may object.")
    begun_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    lease = models.PositiveIntegerField(default=0, help_text="Grows each time a worker takes it up.")
    cursor = models.PositiveBigIntegerField(default=0, help_text="Id of the last project that was carried.")
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    site = models.CharField(max_length=300, blank=True, help_text="Where the pages stand that letters lead to.")
    fingerprint = models.CharField(max_length=64, help_text="Of the draft when carrying began.")
    decision_watermark = models.PositiveBigIntegerField(default=0, help_text="Last decision when carrying began.")
    problems = models.JSONField(default=list, help_text="Sentences that say why it stopped.")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=models.Q(state__in=UNDER_WAY), name="one_publication_under_way"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=PublicationState.values), name="publication_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=False)
                | ~models.Q(state__in=[PublicationState.PUBLISHED, PublicationState.UNDOING, PublicationState.UNDONE]),
                name="published_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"publication {self.pk}"


class ProjectTransfer(models.Model):
    """Where one project went: from the decision in effect before, to the one that the transfer made."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="transfers")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="transfers")
    previous_decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="+")
    new_decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="+")
    steps = models.JSONField(default=list, help_text="Old slug, kind and new slug of each of its categories.")
    is_open = models.BooleanField(default=False, help_text="Whether something was left to decide.")

    class Meta:
        ordering = ["publication", "project"]
        constraints = [models.UniqueConstraint(fields=["publication", "project"], name="transfer_once")]

    def __str__(self) -> str:
        return f"transfer of project {self.project_id}"


class StoredPreview(models.Model):
    """What publishing a draft would do, as it was worked out last; a value that can be worked out again."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="publication_preview")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of the draft that it was worked out for.")
    data_version = models.PositiveBigIntegerField(default=0)
    items = models.JSONField(default=list, help_text="Where each project would go, without its words.")
    counts = models.JSONField(default=dict, help_text="How many projects each category would have, by slug.")
    made_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True, help_text="While it is being worked out.")
    is_failed = models.BooleanField(default=False, help_text="The last try stopped by a fault of ours.")

    class Meta:
        ordering = ["edition"]

    def __str__(self) -> str:
        return f"preview of publishing edition {self.edition_id}"
