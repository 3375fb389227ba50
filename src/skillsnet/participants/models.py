"""Organisations, people, who belongs where, and what people agreed to show."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from skillsnet.core.text.erased_people import ErasedPerson
from skillsnet.db.unmasked import UnmaskedCharField, UnmaskedURLField
from skillsnet.participants.enums import (
    AffiliationState,
    Audience,
    EditingRight,
    LookChannel,
    OrganisationType,
    SameAnswer,
    SuppressionReason,
)

# Letters of where somebody said that they agree.
SOURCE_LETTERS = 200


class Organisation(models.Model):
    """An organisation that submitted a project; for an individual participant the participant alone."""

    name = UnmaskedCharField(max_length=300)
    key = models.CharField(max_length=320, unique=True, help_text="Folded name and country: one organisation, one row.")
    type = models.CharField(max_length=20, choices=OrganisationType.choices, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2; empty when not stated.")
    city = UnmaskedCharField(
        max_length=120, blank=True, help_text="City of the seat, as written; it tells namesakes apart."
    )
    website = UnmaskedURLField(max_length=500, blank=True)
    withheld = models.JSONField(
        default=list, help_text="Names of its people in its name and address, with who may read them; derived."
    )
    external_id = models.CharField(max_length=120, blank=True, help_text="The number another system knows it by.")
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text="The organisation this one turned out to be; it stays so that the merge can be undone.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["external_id"], condition=~models.Q(external_id=""), name="organisation_external_id")
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=models.Q(type__in=["", *OrganisationType.values]), name="organisation_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="organisation_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"organisation {self.pk}"


class OrganisationName(models.Model):
    """Another way in which an organisation was written: a file that writes it so means the same one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=320, unique=True, help_text="Folded name and country, as an organisation's own.")
    name = UnmaskedCharField(max_length=300)

    class Meta:
        ordering = ["organisation", "pk"]

    def __str__(self) -> str:
        return f"name {self.pk} of organisation {self.organisation_id}"


class OrganisationTrait(models.Model):
    """What organisations that could be the same have in common, as a number to look up; derived, made anew at will."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="traits")
    key = models.BigIntegerField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"trait {self.pk} of organisation {self.organisation_id}"


class SameQuestion(models.Model):
    """Two organisations that may be one: a question for a facilitator, and the answer."""

    left = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="questions_left")
    right = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="questions_right")
    score = models.FloatField()
    reasons = models.JSONField(default=list, help_text="Codes and values of what speaks for it.")
    answer = models.CharField(max_length=10, choices=SameAnswer.choices, default=SameAnswer.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="same_question_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="same_question_in_order"),
            models.CheckConstraint(condition=models.Q(answer__in=SameAnswer.values), name="same_answer_known"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Merge(models.Model):
    """Two organisations made one, with all that is needed to take it back."""

    survivor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merges_as_survivor")
    duplicate = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="merges_as_duplicate")
    before = models.JSONField(default=dict, help_text="Values of the survivor that the duplicate's replaced.")
    now = models.JSONField(default=dict, help_text="The values that replaced them.")
    moved_ids = models.JSONField(default=dict, help_text="Model and field to the ids of the rows that followed.")
    dropped_rows = models.JSONField(default=dict, help_text="Rows that the survivor had already, to be made again.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(survivor=models.F("duplicate")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["duplicate"], condition=models.Q(undone_at__isnull=True), name="one_standing_merge"
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class Person(models.Model):
    """Somebody behind a project. Imported people agreed to nothing: hidden until they claim and consent."""

    name = models.CharField(max_length=200, blank=True)
    former_names = models.JSONField(default=list, blank=True, help_text="Withheld from texts whatever was agreed to.")
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=600, unique=True, help_text="Address, or name within its organisation.")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    is_removed = models.BooleanField(default=False, help_text="Removed, to be deleted later; shown to nobody.")
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged",
        help_text="The member whose second profile this was; it stays so that files find the member.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(is_removed=True, user=None),
                name="merged_person_is_shown_to_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("pk")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(email=""), name="person_has_name_or_address"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def as_erased(self) -> ErasedPerson:
        """Return what to take out of texts when the person asks to be erased."""
        return ErasedPerson(self.name, self.email, self.phone, self.position, tuple(self.former_names))

    def keep_former_name(self, name: str) -> None:
        """Remember what the person was called before, since texts may still say so; the caller saves it."""
        earlier_names = dict.fromkeys((*self.former_names, name))
        self.former_names = [earlier_name for earlier_name in earlier_names if earlier_name not in ("", self.name)]


class ProfileMerge(models.Model):
    """Two profiles of one person made one by that person, with all that is needed to take it back."""

    survivor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="profile_merges")
    duplicate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="profile_merges_as_duplicate")
    before = models.JSONField(default=dict, help_text="Values of the survivor that the duplicate's replaced.")
    now = models.JSONField(default=dict, help_text="The values that replaced them.")
    moved_projects = models.JSONField(default=list, help_text="Ids of the projects whose contact person changed.")
    added_affiliations = models.JSONField(default=list, help_text="Ids of the places that the survivor got.")
    added_names = models.JSONField(default=list, help_text="Ids of the projects that name the duplicate since.")
    former_names = models.JSONField(default=list, help_text="Names that became former names of the survivor.")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=models.Q(undone_at__isnull=True), name="one_standing_profile_merge"
            ),
        ]

    def __str__(self) -> str:
        return f"profile merge {self.pk}"


class Affiliation(models.Model):
    """A person's place in an organisation, and whether they may edit it; see `actions.places`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    state = models.CharField(
        max_length=10, choices=AffiliationState.choices, default=AffiliationState.CONFIRMED, db_default="confirmed"
    )
    right = models.CharField(
        max_length=6,
        choices=EditingRight.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Empty where they edit nothing.",
    )
    right_since = models.DateTimeField(null=True, blank=True, help_text="When they first got a right.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="affiliation_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=AffiliationState.values), name="affiliation_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(right="")
                | models.Q(right__in=EditingRight.values, state=AffiliationState.CONFIRMED, right_since__isnull=False),
                name="affiliation_right_has_place_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"affiliation {self.pk}"


class Consent(models.Model):
    """A person's recorded word that a field of theirs may be shown to an audience."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(max_length=20, choices=[(name, name) for name in ("name", "email", "phone", "position")])
    audience = models.CharField(max_length=12, choices=Audience.choices)
    wording = models.CharField(max_length=40, help_text="Version of the words that were agreed to.")
    wording_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the words as they were read.")
    language = models.CharField(max_length=10, blank=True, help_text="Language in which they were read.")
    source = models.CharField(max_length=SOURCE_LETTERS)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=models.Q(withdrawn_at__isnull=True), name="one_standing_consent"
            ),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="consent_audience_known"),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class MemberConnection(models.Model):
    """Two people who agreed to talk. It shows nothing by itself: each opens fields to the other, one by one."""

    left = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="connections_left")
    right = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="connections_right")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="connection_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="connection_in_order"),
        ]

    def __str__(self) -> str:
        return f"connection {self.pk}"

    def other(self, person: Person) -> Person:
        """Return the one of the two that is not this person."""
        return self.right if self.left_id == person.pk else self.left


class Opening(models.Model):
    """A field that one of two connected people opened to the other, for as long as its audience is connections."""

    connection = models.ForeignKey(MemberConnection, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="openings", help_text="Whose field it is: one of the two."
    )
    field = models.CharField(max_length=20, choices=[(name, name) for name in ("name", "email", "phone", "position")])
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["connection", "person", "field"], name="opening_once"),
            models.CheckConstraint(
                condition=models.Q(field__in=["name", "email", "phone", "position"]), name="opening_field_known"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Suppression(models.Model):
    """An address that is neither stored nor written to any more, known by a keyed hash alone; see `suppression`."""

    digest = models.CharField(
        max_length=64, db_index=True, help_text="Keyed hash; the address cannot be read out of it."
    )
    reason = models.CharField(max_length=10, choices=SuppressionReason.choices)
    made_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its owner asked to be invited again; what was stored before it was made stays erased.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=SuppressionReason.values), name="suppression_reason_known"
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(lifted_at=None), name="one_standing_suppression"
            ),
        ]

    def __str__(self) -> str:
        return f"suppression {self.pk}"


class Look(models.Model):
    """That a facilitator read, on a day, fields which a person shows to facilitators alone; the person reads it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=6, choices=LookChannel.choices)
    fields = models.PositiveSmallIntegerField(help_text="A bit for each field, in the order of `looks.FIELD_BITS`.")
    day = models.DateField(db_index=True)

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "by", "channel", "day"], name="look_once_a_day"),
            models.CheckConstraint(condition=models.Q(channel__in=LookChannel.values), name="look_channel_known"),
        ]

    def __str__(self) -> str:
        return f"look {self.pk} at person {self.person_id}"
