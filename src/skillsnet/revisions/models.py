"""What somebody changed by hand in a project, an organisation, a person or a call, field by field."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from skillsnet.calls.enums import ProjectStatus
from skillsnet.calls.models import Call, Project
from skillsnet.db.unmasked import UnmaskedJSONField
from skillsnet.participants.models import Organisation, Person

SUBJECT_COLUMNS = ("project", "organisation", "person", "call")


def _one_subject() -> Q:
    """Return the condition that exactly one of the subject's columns is filled."""
    conditions = Q()
    for column in SUBJECT_COLUMNS:
        conditions |= Q(**{f"{name}__isnull": name != column for name in SUBJECT_COLUMNS})
    return conditions


class Revision(models.Model):
    """One field's change: what stood there, what stands there since, who changed it and when. Facilitators only."""

    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="revisions")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="revisions")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="revisions")
    call = models.ForeignKey(Call, null=True, on_delete=models.CASCADE, related_name="revisions")
    field = models.CharField(max_length=20)
    before = UnmaskedJSONField(help_text="A text, or a list of codes.")
    after = UnmaskedJSONField(help_text="A text, or a list of codes.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=_one_subject(), name="revision_has_one_subject")]

    def __str__(self) -> str:
        return f"revision {self.pk}"


class Removal(models.Model):
    """What a facilitator removed: it can be put back until it is deleted for good.

    The projects of an organisation or of a call go with it, each by a removal `within` the other one.
    """

    project = models.OneToOneField(Project, null=True, on_delete=models.CASCADE, related_name="removal")
    organisation = models.OneToOneField(Organisation, null=True, on_delete=models.CASCADE, related_name="removal")
    person = models.OneToOneField(Person, null=True, on_delete=models.CASCADE, related_name="removal")
    call = models.OneToOneField(Call, null=True, on_delete=models.CASCADE, related_name="removal")
    within = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="parts")
    status_before = models.CharField(
        max_length=20, blank=True, choices=ProjectStatus.choices, help_text="The status that a project had."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-removed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=_one_subject(), name="removal_has_one_subject"),
            models.CheckConstraint(
                condition=models.Q(within=None) | models.Q(project__isnull=False), name="removal_within_of_project"
            ),
        ]

    def __str__(self) -> str:
        return f"removal {self.pk}"


# What is said of a link, in the order in which it is shown.
LINK_FIELDS = ("kind", "label", "direction", "strength")


class LinkRevision(models.Model):
    """What somebody did by hand to a declared link: its values before and after, none where there was no link.

    Facilitators only: a label is free text.
    """

    source = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="link_revisions_from")
    target = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="link_revisions_to")
    before = UnmaskedJSONField(default=dict, help_text="Values of the link by their names.")
    after = UnmaskedJSONField(default=dict, help_text="Values of the link by their names.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"link revision {self.pk}"
