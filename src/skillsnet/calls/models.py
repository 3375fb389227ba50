"""Calls and the projects that answered them."""

from django.db import models

from skillsnet.accounts.viewer import Viewer
from skillsnet.calls.documents import FacilitatorDocument as FacilitatorDocument
from skillsnet.calls.enums import (
    Beneficiary,
    FieldKind,
    LinkDirection,
    Permission,
    ProjectKind,
    ProjectStatus,
    PublicationDecision,
    Stage,
)
from skillsnet.calls.news_items import MOST_NEWS_LETTERS as MOST_NEWS_LETTERS
from skillsnet.calls.news_items import NewsItem as NewsItem
from skillsnet.db.unmasked import UnmaskedCharField, UnmaskedJSONField, UnmaskedTextField, UnmaskedURLField
from skillsnet.participants.enums import Audience
from skillsnet.participants.models import Organisation, Person


class Call(models.Model):
    """One call for proposals of the network."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False, help_text="Invented material, marked so on every page.")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class ProjectQuerySet(models.QuerySet["Project"]):
    """Projects, with the one place that decides which of them everybody may see."""

    def current(self) -> "ProjectQuerySet":
        """Return those that are neither withdrawn nor merged into another one."""
        return self.exclude(status=ProjectStatus.WITHDRAWN).filter(merged_into=None)

    def public(self) -> "ProjectQuerySet":
        """Return those that stand on the map, in lists and in files: not withdrawn, and not kept off public pages."""
        return self.current().exclude(KEPT_OFF)

    def kept_off(self) -> "ProjectQuerySet":
        """Return those that only facilitators see, since somebody said so; withdrawn ones are not among them."""
        return self.current().filter(KEPT_OFF)

    def readable_by(self, viewer: Viewer) -> "ProjectQuerySet":
        """Return those whose page a viewer may open: facilitators also what is kept off, members their own."""
        current_projects = self.current()
        if viewer.is_facilitator or not viewer.is_member:
            return current_projects if viewer.is_facilitator else self.public()
        return current_projects.exclude(KEPT_OFF & ~models.Q(contact__user=viewer.user_id))


# A facilitator's word goes before the participant's; an answer that is not clear counts as a No until somebody decides.
KEPT_OFF = models.Q(publication_decision=PublicationDecision.OFF) | models.Q(
    publication_decision="", may_publish__in=[Permission.NO, Permission.UNCLEAR]
)


class Project(models.Model):
    """What a participant submitted to a call. One project is one dot on the map and one row of the list."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="projects")
    external_id = models.CharField(max_length=120, blank=True, help_text="The platform's own number for the project.")
    key = models.CharField(max_length=320, help_text="What makes the project one within its call.")
    kind = models.CharField(
        max_length=12,
        choices=ProjectKind.choices,
        default=ProjectKind.PROJECT,
        help_text="Of an organisation without a project the title is its name.",
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects")
    title = UnmaskedCharField(max_length=500)
    summary = UnmaskedTextField(blank=True)
    language = models.CharField(max_length=3, blank=True, help_text="Language the project is written in.")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty when not stated.")
    region = models.CharField(max_length=30, blank=True, help_text="ILO region, always derived from the country.")
    stage = models.CharField(max_length=20, choices=Stage.choices, blank=True)
    status = models.CharField(max_length=20, choices=ProjectStatus.choices, default=ProjectStatus.SUBMITTED)
    website = UnmaskedURLField(max_length=500, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    may_publish = models.CharField(
        max_length=7, choices=Permission.choices, blank=True, help_text="Whether it may be shown; empty: nobody asked."
    )
    may_contact = models.CharField(
        max_length=7, choices=Permission.choices, blank=True, help_text="Whether others may contact its participant."
    )
    publication_decision = models.CharField(
        max_length=3,
        choices=PublicationDecision.choices,
        blank=True,
        help_text="A facilitator's word, which goes before `may_publish`.",
    )
    publication_reason = UnmaskedCharField(max_length=300, blank=True, help_text="Why; facilitators only.")
    extra = UnmaskedJSONField(default=dict, help_text="Columns of the file without a meaning here; facilitators only.")
    withheld = models.JSONField(
        default=list, help_text="Names of its own people in its texts, with who may read them; derived."
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged",
        help_text="The project this one turned out to be; it stays so that the merge can be undone, and goes with it.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "key"], name="project_once_in_call"),
            models.CheckConstraint(condition=~models.Q(title=""), name="project_has_title"),
            models.CheckConstraint(condition=models.Q(stage__in=["", *Stage.values]), name="project_stage_known"),
            models.CheckConstraint(condition=models.Q(status__in=ProjectStatus.values), name="project_status_known"),
            models.CheckConstraint(condition=models.Q(kind__in=ProjectKind.values), name="project_kind_known"),
            models.CheckConstraint(
                condition=models.Q(may_publish__in=["", *Permission.values])
                & models.Q(may_contact__in=["", *Permission.values]),
                name="project_permissions_known",
            ),
            models.CheckConstraint(
                condition=models.Q(publication_decision__in=["", *PublicationDecision.values]),
                name="project_publication_decision_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(country="") | models.Q(region=""), name="project_region_from_country"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="project_not_merged_into_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["country"], name="project_country"),
            models.Index(fields=["region"], name="project_region"),
        ]

    def __str__(self) -> str:
        return f"project {self.pk}"

    @property
    def is_organisation(self) -> bool:
        """Whether it is an organisation without a project, whose title is the organisation's name."""
        return self.kind == ProjectKind.ORGANISATION

    @property
    def is_kept_off(self) -> bool:
        """Whether only facilitators see it; see `ProjectQuerySet.kept_off`."""
        if self.publication_decision:
            return self.publication_decision == PublicationDecision.OFF
        return self.may_publish in (Permission.NO, Permission.UNCLEAR)


class ProjectLanguage(models.Model):
    """A working language stated with a project, in the participant's order."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["project", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="project_language_once")]
        indexes = [models.Index(fields=["code"], name="project_language_code")]

    def __str__(self) -> str:
        return self.code


class ProjectCountry(models.Model):
    """A country in which a project works, in the participant's order; none where it says no more than its seat."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="work_countries")
    code = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["project", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="project_country_once")]
        indexes = [models.Index(fields=["code"], name="project_country_code")]

    def __str__(self) -> str:
        return self.code


class ProjectBeneficiary(models.Model):
    """A group a project is for."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="beneficiaries")
    group = models.CharField(max_length=30, choices=Beneficiary.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["project", "order", "group"]
        constraints = [
            models.UniqueConstraint(fields=["project", "group"], name="project_beneficiary_once"),
            models.CheckConstraint(condition=models.Q(group__in=Beneficiary.values), name="beneficiary_known"),
        ]

    def __str__(self) -> str:
        return self.group


class NamedPerson(models.Model):
    """A person whom a project's row names besides its contact person; their name is withheld like the contact's."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="named_people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="named_in")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="person_named_once")]

    def __str__(self) -> str:
        return f"person {self.person_id} named by project {self.project_id}"


class SearchDocument(models.Model):
    """What may be found of a project by anyone: folded words only, no person's name or address."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="search")
    title = models.TextField(blank=True, help_text="Folded words of the title and organisation.")
    body = models.TextField(blank=True, help_text="Folded words of the summary and the country's names.")

    class Meta:
        ordering = ["project"]

    def __str__(self) -> str:
        return f"search document {self.pk}"


class Link(models.Model):
    """A link between two projects that somebody declared, such as a connection of a network map that was imported."""

    source = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links_from")
    target = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links_to")
    kind = UnmaskedCharField(max_length=120, blank=True, help_text="What ties them, in the words of whoever said so.")
    label = UnmaskedCharField(max_length=200, blank=True)
    direction = models.CharField(max_length=12, choices=LinkDirection.choices, default=LinkDirection.UNDIRECTED)
    strength = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="link_of_two"),
            models.CheckConstraint(condition=models.Q(direction__in=LinkDirection.values), name="link_direction_known"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class ExtraField(models.Model):
    """Columns of the calls' files without a meaning here that a facilitator made something to filter or measure by."""

    slug = models.SlugField(max_length=60, unique=True)
    labels = models.JSONField(default=dict, help_text="Names by language; the one under “” goes for all others.")
    columns = models.JSONField(default=list, help_text="The columns it is read from, the first that is filled.")
    kind = models.CharField(max_length=10, choices=FieldKind.choices, default=FieldKind.SINGLE)
    separator = models.CharField(max_length=5, blank=True, help_text="What stands between several values of a cell.")
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.FACILITATORS)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=FieldKind.values), name="extra_field_kind_known"),
            models.CheckConstraint(
                condition=models.Q(audience__in=["facilitators", "members", "public"]),
                name="extra_field_audience_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=FieldKind.SEVERAL) | ~models.Q(separator=""), name="extra_field_has_separator"
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_number(self) -> bool:
        """Whether it measures; nothing is filtered by it then."""
        return self.kind == FieldKind.NUMBER

    @property
    def is_multi(self) -> bool:
        """Whether a project may have several of its values."""
        return self.kind == FieldKind.SEVERAL

    def label(self, language: str) -> str:
        """Return the field's name in a language, its name for all others where it has none."""
        return str(self.labels.get(language) or self.labels.get("") or self.slug)


class ExtraValue(models.Model):
    """A value a project has in an extra field; derived from `Project.extra`."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="extra_values")
    field = models.ForeignKey(ExtraField, on_delete=models.CASCADE, related_name="values")
    value = UnmaskedCharField(max_length=120, has_no_names=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["field", "project", "order", "value"]
        constraints = [
            models.UniqueConstraint(fields=["project", "field", "value"], name="extra_value_once"),
            models.CheckConstraint(condition=~models.Q(value=""), name="extra_value_stated"),
        ]
        indexes = [models.Index(fields=["field", "value"], name="extra_value_of_field")]

    def __str__(self) -> str:
        return f"extra value {self.pk}"


class ExtraNumber(models.Model):
    """The number a project has in an extra field; derived from `Project.extra`."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="extra_numbers")
    field = models.ForeignKey(ExtraField, on_delete=models.CASCADE, related_name="numbers")
    value = models.FloatField()

    class Meta:
        ordering = ["field", "project"]
        constraints = [models.UniqueConstraint(fields=["field", "project"], name="extra_number_once")]

    def __str__(self) -> str:
        return f"extra number {self.pk}"


class DataVersion(models.Model):
    """A counter that every change of the network's data moves on; what is derived from them compares with it."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    whole_number = models.PositiveBigIntegerField(
        default=0, help_text="The last version of which it is not told which projects changed: any may have."
    )
    names_looked_for = models.BooleanField(
        default=False, help_text="Whether names were looked for in all texts that stood before names were withheld."
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=1), name="one_data_version")]

    def __str__(self) -> str:
        return str(self.number)


class ChangedProject(models.Model):
    """Which project a version of the data changed, so that what is derived need not be made anew as a whole."""

    number = models.PositiveBigIntegerField(db_index=True)
    project_number = models.PositiveBigIntegerField(help_text="The project's id; it may be gone by now.")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "project_number"], name="project_changed_once_in_version")
        ]

    def __str__(self) -> str:
        return f"project {self.project_number} in version {self.number}"


class FollowUp(models.Model):
    """A change of the data of which what follows is still to be done, however often a worker dies over it."""

    project_numbers = models.JSONField(null=True, help_text="Ids of the projects that changed; none for any.")
    is_failed = models.BooleanField(default=False, help_text="Tried, and to be tried again with the next change.")
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"follow-up {self.pk}"
